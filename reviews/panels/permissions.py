"""Who fixes the ranking, and who speaks for the panel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import when
from core.policy import in_force
from core.verdict import YES, Verdict, any_yes, first_no, no
from reviews.calibration.rules import enough_scores
from reviews.panels.queries import fewest_sheets
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.states import RoundState


def leads_panel(user: Any, round_: Round, at: datetime) -> Verdict:
    """The chair of the round, or its officer."""
    return any_yes(when(user is not None and round_.chair_id == user.pk), lambda: keeps_round(user, round_, at))


def may_rank(user: Any, round_: Round, at: datetime) -> Verdict:
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year).values
    return first_no(leads_panel(user, round_, at), lambda: enough_scores(fewest_sheets(round_), policy.least_valid))


def may_record_panel(user: Any, round_: Round, at: datetime) -> Verdict:
    """Votes and the final order: between the ranking and the hand-down."""
    return first_no(
        leads_panel(user, round_, at),
        YES if round_.state == RoundState.RANKED else no("when", "panel-not-now"),
    )
