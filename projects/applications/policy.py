"""Policy values of applications."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("projects.applications", label=_("Applications"))
@dataclass(frozen=True)
class ApplicationPolicy:
    longest_months: int = value(
        36, unit=_("months"), source="practice: period of a project", label=_("Longest period"), least=6, most=120
    )
    largest_team: int = value(30, unit=_("persons"), source="practice", label=_("Largest team"), least=1, most=200)
    file_limit_mb: int = value(20, unit="MB", source="practice", label=_("Largest attachment"), least=1, most=200)
    most_attachments: int = value(
        20, unit=_("files"), source="practice", label=_("Most attachments"), least=1, most=200
    )
    # Upper bounds in yuan ("" = none) and rates, marginal (国办发〔2021〕32号; domain.md section 3).
    indirect_bounds: tuple[str, ...] = value(
        ("5000000", "10000000", ""),
        unit=_("yuan"),
        source="国办发〔2021〕32号",
        label=_("Bounds of the indirect tiers"),
    )
    indirect_rates: tuple[str, ...] = value(
        ("0.30", "0.25", "0.20"), source="国办发〔2021〕32号", label=_("Indirect rates")
    )

    def indirect_tiers(self) -> list[tuple[Decimal | None, Decimal]]:
        return [
            (Decimal(bound) if bound else None, Decimal(rate))
            for bound, rate in zip(self.indirect_bounds, self.indirect_rates, strict=True)
        ]
