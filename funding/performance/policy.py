"""Policy values of the performance evaluation."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.policy import topic, value

SOURCE = "财预〔2020〕10号"


@topic("funding.performance", label=_("Performance evaluation"))
@dataclass(frozen=True)
class PerformancePolicy:
    execution: int = value(10, unit=_("points"), source=SOURCE, label=_("Execution of the budget"), least=0, most=100)
    output: int = value(
        50, unit=_("points"), source=SOURCE, label=pgettext_lazy("performance", "Output"), least=0, most=100
    )
    benefit: int = value(
        30, unit=_("points"), source=SOURCE, label=pgettext_lazy("performance", "Benefit"), least=0, most=100
    )
    satisfaction: int = value(
        10, unit=_("points"), source=SOURCE, label=pgettext_lazy("performance", "Satisfaction"), least=0, most=100
    )
    excellent: Decimal = value(Decimal("90.0"), unit=_("points"), source=SOURCE, label=_("Excellent from"))
    good: Decimal = value(Decimal("80.0"), unit=_("points"), source=SOURCE, label=_("Good from"))
    fair: Decimal = value(Decimal("60.0"), unit=_("points"), source=SOURCE, label=_("Fair from"))
    self_days: int = value(60, unit=_("days"), source="practice", label=_("Time for the self-evaluation"), least=1)
    score_days: int = value(60, unit=_("days"), source="practice", label=_("Time for the evaluation"), least=1)

    def __post_init__(self) -> None:
        if sum(self.most().values()) != 100:
            raise ValueError(f"PerformancePolicy: the parts sum to {sum(self.most().values())}, not 100")

    def most(self) -> dict[str, int]:
        """The most points of each part."""
        return {
            "execution": self.execution,
            "output": self.output,
            "benefit": self.benefit,
            "satisfaction": self.satisfaction,
        }
