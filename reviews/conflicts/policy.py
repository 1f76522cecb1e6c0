"""Policy values of conflicts: the CN-CITY profile of domain.md section 2."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value
from reviews.conflicts.rules import ConflictRule


@topic("reviews.conflicts", label=_("Conflicts of interest"))
@dataclass(frozen=True)
class ConflictPolicy:
    # code:relation:months (empty = for ever):outcome
    rules: tuple[str, ...] = value(
        (
            "self:self::block",
            "same-institution:employment:24:block",
            "affiliated:affiliation:24:hold",
            "kin:kin::block",
            "advisor:advisor::block",
            "coauthor:coauthor:36:block",
            "co-project:co_project:36:block",
            "equity:equity:36:block",
            "support:support::block",
            "rivalry:rivalry:60:block",
            "same-call:same_call::block",
            "named:named::block",
        ),
        source="domain.md: CN-CITY defaults",
        label=_("Conflict rules"),
    )

    def table(self) -> list[ConflictRule]:
        rows = (each.split(":") for each in self.rules)
        return [
            ConflictRule(code, relation, int(months) if months else None, out) for code, relation, months, out in rows
        ]
