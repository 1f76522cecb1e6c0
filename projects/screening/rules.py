"""Pure rules of the formal check: limits, standing, overdue work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.verdict import YES, Verdict, no


@dataclass(frozen=True)
class Engaged:
    """One open engagement as limits see it."""

    programme: str
    kind: str  # application | project
    is_lead: bool
    due_on: date | None = None


def below_lead_limit(engaged: Sequence[Engaged], *, limit: int) -> Verdict:
    """How many open applications and projects a person may lead at once."""
    leading = sum(each.is_lead for each in engaged)
    return YES if leading < limit else no("what", "lead-limit", leading=leading, limit=limit)


def below_part_limit(engaged: Sequence[Engaged], *, limit: int) -> Verdict:
    """How many a person may lead or take part in at once."""
    return YES if len(engaged) < limit else no("what", "part-limit", count=len(engaged), limit=limit)


def nothing_overdue(engaged: Sequence[Engaged], today: date) -> Verdict:
    """A project whose acceptance application is overdue bars a new one."""
    late = [each.due_on for each in engaged if each.kind == "project" and each.due_on and each.due_on < today]
    return no("what", "overdue-project", due=min(late)) if late else YES


def standing_allows(band: str | None, sanctioned_until: date | None, document: str, today: date) -> Verdict:
    """A sanction in force (with its document) bars; band D bars a leader (domain.md section 3)."""
    if sanctioned_until and sanctioned_until >= today:
        return no("what", "sanctioned", until=sanctioned_until, document=document)
    return no("what", "credit-band-d") if band == "D" else YES
