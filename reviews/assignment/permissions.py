"""Who answers an invitation, who reads an item, who voids an assignment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import is_person
from core.verdict import YES, Verdict, first_no, no
from projects.calls.permissions import manages_programme
from reviews.assignment.models import Assignment
from reviews.assignment.states import AssignmentState
from reviews.conflicts.services import would_be_clear
from reviews.rounds.states import RoundState

LIVE = (AssignmentState.INVITED, AssignmentState.ACCEPTED, AssignmentState.DONE)
ANSWERABLE = (RoundState.DRAWING, RoundState.SCORING)


def is_assigned(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return is_person(user, assignment.pair.expert.person_id)


def may_answer(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    """Accept or decline: the invited expert, while the round draws or scores."""
    open_ = assignment.item.round.state in ANSWERABLE
    return first_no(is_assigned(user, assignment, at), YES if open_ else no("when", "scores-are-locked"))


def may_void(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return manages_programme(user, assignment.item.round.call.programme)


def by_system(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    return YES if user is None else no("who", "not-yours")


def may_read_material(user: Any, assignment: Assignment, at: datetime) -> Verdict:
    """The expert who declared reads the item while the round scores, and only as long as no conflict has come up."""
    return first_no(
        is_assigned(user, assignment, at),
        material_is_open(assignment),
        lambda: (
            YES
            if assignment.item.application is None
            or would_be_clear(assignment.pair.expert, assignment.item.application)
            else no("when", "pair-not-clear", item=assignment.item.alias)
        ),
    )


def material_is_open(assignment: Assignment) -> Verdict:
    """Declared, and not after the lock: access ends with the round (domain.md section 2, confidentiality)."""
    declared = assignment.state in (AssignmentState.ACCEPTED, AssignmentState.DONE)
    return first_no(
        YES if declared else no("when", "assignment-not-accepted"),
        YES if assignment.item.round.state == RoundState.SCORING else no("when", "round-not-scoring"),
    )
