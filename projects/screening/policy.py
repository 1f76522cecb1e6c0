"""Policy values of the formal check."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("projects.screening", label=_("Formal check"))
@dataclass(frozen=True)
class ScreeningPolicy:
    lead_limit: int = value(
        2, unit=_("engagements"), source="domain.md: limits", label=_("Most led at once"), least=1, most=20
    )
    part_limit: int = value(
        4, unit=_("engagements"), source="domain.md: limits", label=_("Most taken part in at once"), least=1, most=50
    )
    correction_days: int = value(
        3, unit=_("working days"), source="domain.md: formal check", label=_("Time for a correction"), least=1, most=30
    )
    most_corrections: int = value(1, source="domain.md: formal check", label=_("Corrections"), least=0, most=5)
