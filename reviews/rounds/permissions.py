"""Who keeps a round, and when its scores may be locked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import has_role
from accounts.roles import Role
from core.verdict import Verdict, first_no
from projects.calls.permissions import manages_programme
from reviews.rounds.models import Round
from reviews.rounds.queries import progress_of
from reviews.rounds.rules import round_may_be_locked


def keeps_round(user: Any, round_: Round, at: datetime) -> Verdict:
    """Officers of the programme."""
    return manages_programme(user, round_.call.programme)


def may_open_round(user: Any, at: datetime) -> Verdict:
    """Officers; the programme is asked when the call is chosen."""
    return has_role(user, Role.OFFICER)


def may_lock_round(user: Any, round_: Round, at: datetime) -> Verdict:
    """After the closing, or as soon as every assignment that lives is scored."""
    return first_no(
        keeps_round(user, round_, at),
        lambda: round_may_be_locked(progress_of(round_).missing, round_.closes_at, at),
    )
