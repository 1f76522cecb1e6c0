"""Findings of a round as the bureau may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_role
from accounts.roles import Role
from reviews.conflicts.models import Finding, Outcome
from reviews.conflicts.queries import findings_of_round
from reviews.rounds.models import Round
from reviews.rounds.states import RoundState

RULES = {
    "self": _("The same person"),
    "same-institution": _("Same institution"),
    "affiliated": _("Affiliated institution"),
    "kin": _("Close relative"),
    "advisor": _("Advisor and student"),
    "coauthor": _("Co-author"),
    "co-project": _("Joint project, patent or award"),
    "equity": _("Shares, office or paid work"),
    "support": _("Support letter or help with the draft"),
    "rivalry": _("Rivalry or lawsuit"),
    "same-call": _("Applies in the same call"),
    "named": _("Named by the applicant"),
}
BEFORE_NAMES = (RoundState.DRAFT, RoundState.DRAWING)


@dataclass(frozen=True)
class FindingRow:
    """One line; ``expert`` and ``evidence`` are empty for who may not know the name."""

    finding: Finding
    item: str
    expert: str
    rule: Any
    evidence: str
    is_open: bool


def present_findings(round_: Round, user: Any) -> list[FindingRow]:
    """Open holds first. Names: the integrity officer always; officers for holds, which they decide, and for the rest
    when the scoring is open; everybody else reads rule and outcome alone."""
    aliases = dict(round_.items.values_list("application_id", "alias"))
    integrity, officer = has_role(user, Role.INTEGRITY), has_role(user, Role.OFFICER)
    rows = []
    for each in findings_of_round(round_):
        named = bool(integrity) or (
            bool(officer) and (each.outcome == Outcome.HOLD or round_.state not in BEFORE_NAMES)
        )
        rows.append(
            FindingRow(
                finding=each,
                item=aliases[each.pair.application_id],
                expert=each.pair.expert.person.name if named else "",
                rule=RULES.get(each.rule, each.rule),
                evidence=each.evidence if named else "",
                is_open=each.outcome == Outcome.HOLD and each.stands is None,
            )
        )
    return sorted(rows, key=lambda row: (not row.is_open, row.item))
