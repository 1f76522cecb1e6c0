"""Who scores, and when a sheet may be submitted."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.permissions import is_person
from core.policy import in_force
from core.verdict import YES, Verdict, first_no, no
from projects.calls.rules import window_is_open
from reviews.assignment.states import AssignmentState
from reviews.rounds.models import Round
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.states import RoundState
from reviews.scoring.models import Scoresheet
from reviews.scoring.rules import sheet_is_whole
from reviews.scoring.states import ScoresheetState


def may_score(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    """Who: the assigned expert. When: the round is scoring, inside its window, and the assignment was accepted."""
    assignment = sheet.assignment
    round_ = assignment.item.round
    return first_no(
        is_person(user, assignment.pair.expert.person_id),
        no("when", "sheet-submitted") if sheet.state == ScoresheetState.SUBMITTED else YES,
        no("when", "sheet-void") if sheet.state == ScoresheetState.VOID else YES,
        YES if assignment.state == AssignmentState.ACCEPTED else no("when", "assignment-not-accepted"),
        YES if round_.state == RoundState.SCORING else no("when", "round-not-scoring"),
        window_is_open(round_.opens_at, round_.closes_at, at),
    )


def policy_of(round_: Round) -> RoundPolicy:
    return in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year).values


def may_submit_sheet(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    round_ = sheet.assignment.item.round
    return first_no(
        may_score(user, sheet, at),
        lambda: sheet_is_whole(
            points_of(sheet),
            round_.criteria,
            familiarity=sheet.familiarity,
            recommendation=sheet.recommendation,
            comment=sheet.comment,
            least_comment=policy_of(round_).least_comment,
        ),
    )


def by_system(user: Any, sheet: Scoresheet, at: datetime) -> Verdict:
    return YES if user is None else no("who", "not-yours")


def points_of(sheet: Scoresheet) -> dict[str, Decimal]:
    return {key: Decimal(given) for key, given in sheet.points.items()}
