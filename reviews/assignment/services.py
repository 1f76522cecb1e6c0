"""Verbs of an assignment: invited after the draw, accepted with a declaration, declined, voided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_person
from core.transitions import open_record, take_step
from core.verdict import Verdict, no, require
from experts.roster.models import Expert
from projects.calls.permissions import manages_programme
from reviews.assignment.models import Assignment
from reviews.assignment.states import AssignmentState
from reviews.conflicts.models import Pair
from reviews.conflicts.services import examine_pair, would_be_clear
from reviews.rounds.models import Round

LIVE = (AssignmentState.INVITED, AssignmentState.ACCEPTED, AssignmentState.DONE)


def is_assigned(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return is_person(user, assignment.pair.expert.person_id)


def may_void(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return manages_programme(user, assignment.item.round.call.programme)


def by_system(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return Verdict() if user is None else no("who", "not-yours")


def invite_drawn(round_: Round, expert_uuids: list[str], *, by: User | None) -> list[Assignment]:
    """Each drawn expert is invited for each item; codes are anonymous and the same within the round."""
    made = []
    for position, uuid in enumerate(expert_uuids, 1):
        expert = Expert.objects.get(uuid=uuid)
        for item in round_.items.select_related("application"):
            pair = Pair.objects.get(expert=expert, application=item.application)
            made.append(
                open_record(Assignment(item=item, pair=pair, code=f"E{position:02d}", thread=round_.thread), by=by)
            )
    return made


def accept_assignment(assignment: Assignment, *, by: User, has_declared: bool) -> Assignment:
    """The expert declares to have no conflict and to keep the rules; the pair is examined once more."""
    if not has_declared:
        require(no("what", "declaration-missing"))
    with transaction.atomic():
        require(Verdict() if examine_again(assignment.pair).clear else no("what", "pair-not-clear"))
        return take_step(assignment, "accept", by=by, may=is_assigned, facts={"declared": True})


def decline_assignment(assignment: Assignment, *, by: User, decline_reason: str, reason: str = "") -> Assignment:
    changes = {"decline_reason": decline_reason, "live_clear": None}
    return take_step(
        assignment, "decline", by=by, may=is_assigned, reason=reason, facts={"why": decline_reason}, changes=changes
    )


def finish_assignment(assignment: Assignment, *, by: User) -> Assignment:
    return take_step(assignment, "finish", by=by, may=is_assigned)


def void_assignment(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """The assignment and its score sheet count no longer; both are kept."""
    return take_step(assignment, "void", by=by, may=may_void, reason=reason, changes={"live_clear": None})


def examine_again(pair: Pair) -> Pair:
    """Look at a pair again; a late conflict voids its live assignments first, in the same transaction."""
    with transaction.atomic():
        if not would_be_clear(pair.expert, pair.application):
            for each in Assignment.objects.filter(pair=pair, state__in=LIVE).order_by("pk"):
                take_step(each, "void", by=None, may=by_system, reason="late conflict", changes={"live_clear": None})
        return examine_pair(pair.expert, pair.application)
