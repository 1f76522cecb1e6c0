"""Policy values of annual and mid-term reports."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("projects.midterm", label=_("Annual and mid-term reports"))
@dataclass(frozen=True)
class MidtermPolicy:
    midterm_share: int = value(
        50, unit="%", source="domain.md: mid-term", label=_("Share of the period at mid-term"), least=10, most=90
    )
    annual_days: int = value(
        15, unit=_("days"), source="practice: annual reports", label=_("Annual report, days into the next year"),
        least=1, most=120,
    )  # fmt: skip
    least_progress: int = value(
        100, unit=_("characters"), source="practice", label=_("Shortest account of progress"), least=1, most=2_000
    )
    least_problems: int = value(
        1, unit=_("characters"), source="practice", label=_("Shortest account of problems"), least=1, most=2_000
    )
    longest_text: int = value(
        8_000, unit=_("characters"), source="practice", label=_("Longest text"), least=500, most=50_000
    )
    # Grades of a mid-term report that are followed by a rectification, and by a suspension of the project.
    rectified_grades: tuple[str, ...] = value(
        ("basic",), source="domain.md: mid-term", label=_("Grades followed by rectification")
    )
    suspended_grades: tuple[str, ...] = value(
        ("unqualified",), source="domain.md: mid-term", label=_("Grades followed by suspension")
    )
