"""Who sees which rounds, what may be reviewed, and how far a round has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.permissions import has_role
from accounts.roles import Role
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.models import Call
from projects.calls.queries import programmes_of
from projects.calls.states import PoolGate
from projects.pool.states import PoolState
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.rules import Progress
from reviews.rounds.states import RoundState

OF_THE_BUREAU = (Role.OFFICER, Role.AGENCY, Role.LEADER, Role.AUDITOR, Role.INTEGRITY)


def visible_rounds(user: Any) -> QuerySet[Round]:
    """The bureau sees the rounds of its programmes, a chair those he or she leads. Nobody else knows of rounds."""
    if user is None or not user.is_authenticated:
        return Round.objects.none()
    seen = Q(chair=user)
    if has_role(user, *OF_THE_BUREAU):
        seen |= Q(call__programme__in=programmes_of(user))
    return Round.objects.filter(seen).select_related("call__programme", "chair__person")


def may_be_reviewed(application: Application, call: Call) -> bool:
    """Accepted under this call, on no decision's list, and released where the pool stands before the review."""
    if application.call_id != call.pk or application.state != ApplicationState.ACCEPTED:
        return False
    if application.decision_items.exists():
        return False
    entry = getattr(application, "pool_entry", None)
    return call.programme.pool_gate != PoolGate.AFTER_ACCEPTANCE or bool(entry and entry.state == PoolState.RELEASED)


def reviewable_applications(user: Any) -> QuerySet[Application]:
    """What ``may_be_reviewed`` allows in the user's programmes, on no decision's list yet and in no round under way."""
    waits = Q(call__programme__pool_gate=PoolGate.AFTER_ACCEPTANCE) & ~Q(pool_entry__state=PoolState.RELEASED)
    under_way = Q(round_items__round__in=Round.objects.exclude(state=RoundState.HANDED_DOWN))
    return (
        Application.objects.filter(state=ApplicationState.ACCEPTED, call__programme__in=programmes_of(user))
        .exclude(waits)
        .exclude(under_way)
        .exclude(decision_items__isnull=False)
        .select_related("call__programme", "institution", "pool_entry")
        .order_by("number")
    )


def progress_of(round_: Round) -> Progress:
    return progress_of_rounds([round_])[round_.pk]


def progress_of_rounds(rounds: Sequence[Round]) -> dict[int, Progress]:
    """How far the scoring of each round has come. One query."""
    live = Q(items__assignments__live_clear=True)
    done = live & Q(items__assignments__state="done")
    invited = live & Q(items__assignments__state="invited")
    rows = (
        Round.objects.filter(pk__in=[each.pk for each in rounds])
        .values_list("pk")
        .annotate(
            total=Count("items__assignments", filter=live),
            invited=Count("items__assignments", filter=invited),
            done=Count("items__assignments", filter=done),
        )
    )
    return {pk: Progress(total, total - waiting, done) for pk, total, waiting, done in rows}


def items_of(round_: Round) -> QuerySet[RoundItem]:
    """The items of a round with what is behind them, by alias."""
    return (
        RoundItem.objects.filter(round=round_)
        .select_related(
            "round", "application__call__programme", "application__institution", "application__principal_investigator"
        )
        .prefetch_related("application__snapshots")
        .order_by("alias")
    )
