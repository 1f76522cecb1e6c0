"""Verbs of a score sheet: autosave over a known version, submit once, annulled with its assignment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_person
from core import clock
from core.ledger import plain
from core.policy import in_force
from core.transitions import lock, open_record, take_step
from core.verdict import YES, Refused, Verdict, first_no, no, require
from projects.calls.rules import window_is_open
from reviews.assignment.models import Assignment
from reviews.assignment.services import finish_assignment
from reviews.assignment.states import AssignmentState
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.states import RoundState
from reviews.scoring.models import Scoresheet, ScoresheetVersion
from reviews.scoring.rules import points_are_right, sheet_is_whole
from reviews.scoring.states import ScoresheetState


def may_score(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    """Who: the assigned expert. When: the round is scoring, inside its window, and the assignment was accepted."""
    assignment = sheet.assignment
    round_ = assignment.item.round
    return first_no(
        is_person(user, assignment.pair.expert.person_id),
        YES if assignment.state == AssignmentState.ACCEPTED else no("when", "assignment-not-accepted"),
        YES if round_.state == RoundState.SCORING else no("when", "round-not-scoring"),
        window_is_open(round_.opens_at, round_.closes_at, at),
    )


def may_submit_sheet(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    round_ = sheet.assignment.item.round
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year).values
    return first_no(
        may_score(user, sheet, at),
        lambda: sheet_is_whole(
            points_of(sheet),
            round_.criteria,
            familiarity=sheet.familiarity,
            recommendation=sheet.recommendation,
            comment=sheet.comment,
            least_comment=policy.least_comment,
        ),
    )


def by_system(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    return YES if user is None else no("who", "not-yours")


def points_of(sheet: Scoresheet) -> dict[str, Decimal]:
    return {key: Decimal(given) for key, given in sheet.points.items()}


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
        if locked.state != ScoresheetState.DRAFT:
            raise Refused(no("when", "sheet-submitted"))
        require(points_are_right(points, locked.assignment.item.round.criteria))
        if locked.version != base_version:
            theirs = {"points": locked.points, "comment": locked.comment}
            raise Refused(no("what", "stale-version", saved_at=locked.saved_at, theirs=theirs, version=locked.version))
        locked.points = plain(points)
        locked.familiarity, locked.recommendation = familiarity, recommendation
        locked.suggested_amount, locked.comment = suggested_amount, comment
        locked.version, locked.saved_at = locked.version + 1, clock.now()
        names = ["points", "familiarity", "recommendation", "suggested_amount", "comment", "version", "saved_at"]
        locked.save(update_fields=names)
        content = plain({name: getattr(locked, name) for name in names})
        ScoresheetVersion.objects.create(
            scoresheet=locked, version=locked.version, content=content, saved_at=locked.saved_at
        )
    return locked


def submit_sheet(sheet: Scoresheet, *, by: User) -> Scoresheet:
    """Submit the sheet and finish the assignment, in one transaction."""
    with transaction.atomic():
        total = sum(points_of(lock(sheet)).values(), Decimal(0))
        taken = take_step(
            sheet, "submit", by=by, may=may_submit_sheet, facts={"total": total}, changes={"total": total}
        )
        finish_assignment(taken.assignment, by=by)
    return taken


def annul_sheet_of(assignment: Assignment) -> None:
    """The sheet of a voided or declined assignment counts no longer; it is kept."""
    sheet = Scoresheet.objects.filter(assignment=assignment).exclude(state=ScoresheetState.VOID).first()
    if sheet is not None:
        take_step(sheet, "annul", by=None, may=by_system, reason=f"assignment {assignment.state}")
