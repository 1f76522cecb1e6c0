"""Policy values of the reserve pool."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value

SOURCE = "domain.md: reserve pool"


@topic("projects.pool", label=_("Reserve pool"))
@dataclass(frozen=True)
class PoolPolicy:
    threshold: Decimal = value(
        Decimal("70.00"), unit=_("points"), source=SOURCE, label=_("Least score"), least=Decimal(0), most=Decimal(100)
    )
    weight_expert: Decimal = value(Decimal("0.60"), source=SOURCE, label=_("Weight of the expert score"))
    weight_policy_fit: Decimal = value(Decimal("0.25"), source=SOURCE, label=_("Weight of the policy fit"))
    weight_readiness: Decimal = value(Decimal("0.15"), source=SOURCE, label=_("Weight of the readiness"))
    shelf_life_months: int = value(24, unit=_("months"), source=SOURCE, label=_("Shelf life"), least=1, most=120)
    renewal_months: int = value(12, unit=_("months"), source=SOURCE, label=_("Renewal"), least=1, most=60)
    most_renewals: int = value(1, source=SOURCE, label=_("Renewals"), least=0, most=10)
