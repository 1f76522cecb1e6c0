"""Policy values of acceptance."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value

SOURCE = "domain.md: acceptance"


@topic("projects.acceptance", label=_("Acceptance"))
@dataclass(frozen=True)
class AcceptancePolicy:
    least_share: Decimal = value(
        Decimal("0.80"), source=SOURCE, label=_("Least share of indicators met to pass"), least=Decimal(0), most=Decimal(1)
    )  # fmt: skip
    rectify_months: int = value(
        3, unit=_("months"), source=SOURCE, label=_("Time for the rectification before acceptance"), least=1, most=12
    )
    announce_months: int = value(
        3, unit=_("months"), source="practice", label=_("The desk reminds of the acceptance before the end"), least=0, most=24
    )  # fmt: skip
