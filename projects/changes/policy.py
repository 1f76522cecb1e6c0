"""Policy values of change requests: who decides on what, and the bounds of an extension."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value
from projects.changes.states import ChangeKind


@topic("projects.changes", label=_("Change requests"))
@dataclass(frozen=True)
class ChangePolicy:
    # The approval matrix: kinds that the authority decides; the institution's consent settles the others.
    authority_kinds: tuple[str, ...] = value(
        ("period", "principal_investigator", "content", "termination"),
        source="domain.md: change approval",
        label=_("Changes that the authority decides"),
    )
    ask_months: int = value(
        3, unit=_("months"), source="domain.md: acceptance", label=_("Ask for an extension before the end by"),
        least=0, most=12,
    )  # fmt: skip
    longest_extension: int = value(
        12, unit=_("months"), source="domain.md: acceptance", label=_("Longest extension"), least=1, most=36
    )
    most_extensions: int = value(
        1, source="domain.md: acceptance", label=_("Extensions of one project"), least=0, most=5
    )
    least_grounds: int = value(
        20, unit=_("characters"), source="practice", label=_("Shortest grounds of a change"), least=1, most=1_000
    )

    def __post_init__(self) -> None:
        unknown = set(self.authority_kinds) - set(ChangeKind.values)
        if unknown or ChangeKind.TERMINATION not in self.authority_kinds:
            raise ValueError("authority_kinds are kinds of changes; a termination is always the authority's")
