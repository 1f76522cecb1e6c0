"""Verbs of a score sheet: autosave over a known version, submit once, annulled with its assignment."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_person
from core import clock
from core.ledger import plain
from core.transitions import lock, open_record, take_step
from core.verdict import Refused, no, require
from reviews.assignment.models import Assignment
from reviews.assignment.services import finish_assignment
from reviews.assignment.states import AssignmentState
from reviews.scoring.forms import POINTS
from reviews.scoring.models import Scoresheet, ScoresheetVersion
from reviews.scoring.permissions import by_system, may_score, may_submit_sheet, points_of
from reviews.scoring.rules import points_are_right
from reviews.scoring.states import ScoresheetState

KEPT = ("points", "familiarity", "recommendation", "suggested_amount", "comment")


def open_sheet(assignment: Assignment, *, by: User) -> Scoresheet:
    """The expert's sheet for an accepted assignment; opened once."""
    found = Scoresheet.objects.filter(assignment=assignment).first()
    if found is not None:
        return found
    require(is_person(by, assignment.pair.expert.person_id))
    if assignment.state != AssignmentState.ACCEPTED:
        raise Refused(no("when", "assignment-not-accepted"))
    return open_record(Scoresheet(assignment=assignment, thread=assignment.thread), by=by)


def save_sheet(
    sheet: Scoresheet,
    *,
    by: User,
    base_version: int,
    points: Mapping[str, Decimal],
    familiarity: str = "",
    recommendation: str = "",
    suggested_amount: Decimal | None = None,
    comment: str = "",
) -> Scoresheet:
    """Save over version ``base_version``; a newer one is refused with what it says. Every version is kept."""
    with transaction.atomic():
        locked = lock(sheet)
        require(may_score(by, locked, clock.now()))
        require(points_are_right(points, locked.assignment.item.round.criteria))
        if locked.version != base_version:
            theirs = {name: plain(getattr(locked, name)) for name in KEPT}
            raise Refused(no("what", "stale-version", saved_at=locked.saved_at, theirs=theirs, version=locked.version))
        locked.points = plain(points)
        locked.familiarity, locked.recommendation = familiarity, recommendation
        locked.suggested_amount, locked.comment = suggested_amount, comment
        locked.version, locked.saved_at = locked.version + 1, clock.now()
        names = [*KEPT, "version", "saved_at"]
        locked.save(update_fields=names)
        content = plain({name: getattr(locked, name) for name in names})
        ScoresheetVersion.objects.create(
            scoresheet=locked, version=locked.version, content=content, saved_at=locked.saved_at
        )
    return locked


def score_sheet(sheet: Scoresheet, *, by: User, base_version: int, **cells: Any) -> Scoresheet:
    """Save a sheet from a form's cells: ``points-<criterion>`` each, and the fields of the sheet."""
    points = {
        name.removeprefix(POINTS): given
        for name, given in cells.items()
        if name.startswith(POINTS) and given is not None
    }
    said = {name: given for name, given in cells.items() if not name.startswith(POINTS)}
    return save_sheet(sheet, by=by, base_version=base_version, points=points, **said)


def submit_sheet(sheet: Scoresheet, *, by: User) -> Scoresheet:
    """Submit the sheet and finish the assignment, in one transaction."""
    with transaction.atomic():
        total = sum(points_of(lock(sheet)).values(), Decimal(0))
        taken = take_step(
            sheet, "submit", by=by, may=may_submit_sheet, facts={"total": total}, changes={"total": total}
        )
        finish_assignment(taken.assignment, by=by)
    return taken


def annul_sheet(sheet: Scoresheet, *, by: User | None) -> Scoresheet:
    """Only by the system, with the assignment."""
    return take_step(sheet, "annul", by=by, may=by_system, reason=f"assignment {sheet.assignment.state}")


def annul_sheet_of(assignment: Assignment) -> None:
    """The sheet of a voided or declined assignment counts no longer; it is kept."""
    sheet = (
        Scoresheet.objects.filter(assignment=assignment)
        .select_related("assignment")
        .exclude(state=ScoresheetState.VOID)
        .first()
    )
    if sheet is not None:
        annul_sheet(sheet, by=None)
