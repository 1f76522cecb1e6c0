"""Policy values of the machine flags about spending."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value

SOURCE = "domain.md section 3: machine flags"


@topic("funding.spending", label=_("Spending"))
@dataclass(frozen=True)
class SpendingPolicy:
    round_from: Decimal = value(
        Decimal("10000.00"), unit=_("yuan"), source=SOURCE, label=_("Round amounts from"), least=Decimal(1)
    )
    round_to: Decimal = value(Decimal("10000.00"), unit=_("yuan"), source=SOURCE, label=_("Round to"), least=Decimal(1))
    thresholds: tuple[int, ...] = value(
        (50_000, 200_000, 1_000_000), unit=_("yuan"), source=SOURCE, label=_("Thresholds of procurement")
    )
    below_percent: int = value(3, unit="%", source=SOURCE, label=_("Just below a threshold: within"), least=0, most=50)
    rush_days: int = value(30, unit=_("days"), source=SOURCE, label=_("The last days of the period"), least=1, most=180)
    rush_percent: int = value(
        40, unit="%", source=SOURCE, label=_("Most of the money to be spent in them"), least=1, most=100
    )
