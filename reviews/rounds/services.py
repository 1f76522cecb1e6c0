"""Verbs of a round: open it over applications, and lock its scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.numbering import next_number
from core.policy import in_force
from core.transitions import open_record, take_step
from core.verdict import Verdict, no, require
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.models import Call
from projects.calls.permissions import manages_programme
from projects.calls.states import PoolGate
from projects.pool.states import PoolState
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.policy import RoundPolicy


def keeps_round(user: Any, round_: Round, at: datetime) -> Verdict:
    """Officers of the programme."""
    return manages_programme(user, round_.call.programme)


def may_be_reviewed(application: Application, call: Call) -> bool:
    """Accepted under this call, and released where the pool stands before the review."""
    if application.call_id != call.pk or application.state != ApplicationState.ACCEPTED:
        return False
    entry = getattr(application, "pool_entry", None)
    return call.programme.pool_gate != PoolGate.AFTER_ACCEPTANCE or bool(entry and entry.state == PoolState.RELEASED)


def open_round(
    call: Call,
    *,
    by: User,
    title: str,
    applications: Sequence[Application],
    opens_at: datetime,
    closes_at: datetime,
    experts_wanted: int = 3,
    chair: User | None = None,
) -> Round:
    """Prepare a round; the criteria of the programme's class are fixed with it."""
    require(manages_programme(by, call.programme))
    for application in applications:
        if not may_be_reviewed(application, call):
            require(no("what", "not-in-pool-or-reviewed", title=application.title))
    policy = in_force(RoundPolicy, scope=call.programme.code, year=call.year)
    with transaction.atomic():
        number = next_number(f"round:{call.programme.code}:{call.year}")
        round_ = open_record(
            Round(
                call=call,
                number=f"PS-{call.year}-{call.programme.code}-{number:02d}",
                title=title,
                opens_at=opens_at,
                closes_at=closes_at,
                experts_wanted=experts_wanted,
                criteria=policy.values.criteria(call.programme.klass),
                policy_version=policy.version,
                chair=chair,
                opened_by=by,
            ),
            by=by,
            policies=(policy.version,),
        )
        RoundItem.objects.bulk_create(
            [
                RoundItem(round=round_, application=application, alias=f"{number:02d}-{position:02d}")
                for position, application in enumerate(applications, 1)
            ]
        )
    return round_


def lock_round(round_: Round, *, by: User) -> Round:
    """No score sheet changes from now on."""
    return take_step(round_, "lock", by=by, may=keeps_round)
