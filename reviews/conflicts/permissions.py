"""Who decides whether a doubtful conflict stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import has_role
from accounts.roles import Role
from core.verdict import YES, Verdict, any_yes, first_no, no
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round
from reviews.rounds.states import RoundState

DECIDABLE = (RoundState.DRAFT, RoundState.DRAWING, RoundState.SCORING)


def may_decide_findings(user: Any, round_: Round, at: datetime) -> Verdict:
    """Officers of the programme and the integrity officer, until the scores are locked."""
    return first_no(
        any_yes(has_role(user, Role.INTEGRITY), lambda: keeps_round(user, round_, at)),
        YES if round_.state in DECIDABLE else no("when", "scores-are-locked"),
    )
