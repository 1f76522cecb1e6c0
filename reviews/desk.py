"""What waits for whom in a review: derived from states, never stored. A fixed number of queries for the roles held."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.queries import roles_of
from accounts.roles import Role
from core.contributions import Waiting, Watching
from projects.calls.queries import programmes_of
from reviews.assignment.models import Assignment
from reviews.assignment.queries import own_assignments
from reviews.assignment.states import AssignmentState
from reviews.conflicts.queries import rounds_with_open_holds
from reviews.drawing.models import Draw
from reviews.drawing.queries import visible_draws
from reviews.drawing.states import DrawState
from reviews.rounds.models import Round
from reviews.rounds.queries import progress_of_rounds, visible_rounds
from reviews.rounds.rules import Progress, round_may_be_locked
from reviews.rounds.states import RoundState

MOST = 50
TOPIC = "review"


def waiting(user: Any, at: datetime) -> list[Waiting]:
    held = set(roles_of(user))
    found: list[Waiting] = []
    if Role.EXPERT in held:
        found += _expert(user)
    if Role.CHAIR in held:
        found += _chair(user)
    if Role.OFFICER in held:
        found += _officer(user, at)
    if Role.INTEGRITY in held:
        found += _holds(Role.INTEGRITY, visible_rounds(user))
    if Role.DRAW_OPERATOR in held:
        found += _draws(user, Role.DRAW_OPERATOR, {DrawState.REQUESTED: _("Turn the first key")})
    if Role.SUPERVISOR in held:
        tasks = {DrawState.ARMED: _("Turn the second key"), DrawState.DRAWN: _("Freeze the draw")}
        found += _draws(user, Role.SUPERVISOR, tasks)
    return found


def _expert(user: Any) -> list[Waiting]:
    """One line a round: the invitations to answer, or how many items are still to be scored until when."""
    open_ = own_assignments(user).filter(item__round__state__in=[RoundState.DRAWING, RoundState.SCORING])
    by_round: dict[int, list[Assignment]] = defaultdict(list)
    for each in open_.filter(live_clear=True).order_by("item__alias"):
        by_round[each.item.round_id].append(each)
    found = []
    for rows in by_round.values():
        round_ = rows[0].item.round
        invited = [each for each in rows if each.state == AssignmentState.INVITED]
        to_score = [each for each in rows if each.state == AssignmentState.ACCEPTED]
        address = f"/review/{round_.uuid}/"
        if invited:
            found.append(_task(round_, _("Declare conflicts of interest"), invited[0], address, len(invited), ""))
        if to_score and round_.state == RoundState.SCORING:
            done = f"{sum(each.state == AssignmentState.DONE for each in rows)} / {len(rows)}"
            first = f"{address}{to_score[0].item.alias}/"
            found.append(_task(round_, _("Score the items"), to_score[0], first, len(to_score), done))
    return found


def _task(round_: Round, task: Any, first: Assignment, url: str, count: int, detail: str) -> Waiting:
    return Waiting(
        Role.EXPERT, task, round_.title, round_.get_blindness_display(), "assignments", first.uuid, first.state_label(),
        round_.closes_at, detail, url=url, topic=TOPIC, count=count,
    )  # fmt: skip


def _chair(user: Any) -> list[Waiting]:
    tasks = {RoundState.LOCKED: _("Fix the ranking"), RoundState.RANKED: _("Record votes and final order")}
    rows = Round.objects.filter(chair=user, state__in=list(tasks)).select_related("call").order_by("state_since")
    return [
        _of_round(Role.CHAIR, tasks[RoundState(each.state)], each, f"/rounds/{each.uuid}/ranking/")
        for each in rows[:MOST]
    ]


def _officer(user: Any, at: datetime) -> list[Waiting]:
    rounds = list(
        Round.objects.filter(call__programme__in=programmes_of(user))
        .exclude(state=RoundState.HANDED_DOWN)
        .select_related("call", "draw")
        .order_by("state_since")[: MOST * 2]
    )
    progress = progress_of_rounds(rounds)
    found = [
        _of_round(Role.OFFICER, task, each)
        for each in rounds
        if (task := _officers_task(each, progress[each.pk], at)) is not None
    ]
    return [*found, *_holds(Role.OFFICER, visible_rounds(user).filter(call__programme__in=programmes_of(user)))]


def _officers_task(round_: Round, progress: Progress, at: datetime) -> Any:
    """What the officer can do with the round now, or None."""
    draw: Draw | None = getattr(round_, "draw", None)
    may_lock = bool(round_may_be_locked(progress.missing, round_.closes_at, at))
    tasks = {
        RoundState.DRAFT: _("Request the draw"),
        RoundState.DRAWING: _("Open the scoring") if draw and draw.state == DrawState.FROZEN else None,
        RoundState.SCORING: _("Lock the scores") if may_lock else None,
        RoundState.LOCKED: None if round_.chair_id else _("Fix the ranking"),
        RoundState.RANKED: _("Hand the outcome down"),
    }
    return tasks.get(RoundState(round_.state))


def _of_round(role: str, task: Any, round_: Round, url: str = "") -> Waiting:
    due = round_.closes_at if round_.state == RoundState.SCORING else None
    return Waiting(
        role, task, round_.title, round_.number, "rounds", round_.uuid, round_.state_label(), due, round_.call.title,
        url=url, topic=TOPIC,
    )  # fmt: skip


def _holds(role: str, rounds: Any) -> list[Waiting]:
    return [
        Waiting(
            role, _("Decide a doubtful conflict"), each.title, each.number, "rounds", each.uuid, each.state_label(),
            None, each.call.title, url=f"/rounds/{each.uuid}/conflicts/", topic=TOPIC, count=holds,
        )
        for each, holds in rounds_with_open_holds(rounds)[:MOST]
    ]  # fmt: skip


def _draws(user: Any, role: str, tasks: dict[Any, Any]) -> list[Waiting]:
    rows = visible_draws(user).filter(state__in=list(tasks)).order_by("state_since")
    return [
        Waiting(
            role, tasks[DrawState(each.state)], each.round.title, each.number, "draws", each.uuid, each.state_label(),
            None, each.round.call.title, topic=TOPIC,
        )
        for each in rows[:MOST]
        if role != Role.SUPERVISOR or each.first_by_id != user.pk or each.state != DrawState.ARMED
    ]  # fmt: skip


def watching(user: Any, at: datetime) -> list[Watching]:
    """Officers: rounds that are with the key holders, the experts or the chair, and how far they are."""
    if Role.OFFICER not in roles_of(user):
        return []
    rounds = list(
        Round.objects.filter(
            call__programme__in=programmes_of(user),
            state__in=[RoundState.DRAWING, RoundState.SCORING, RoundState.LOCKED],
        )
        .select_related("draw")
        .order_by("closes_at")[:10]
    )
    progress = progress_of_rounds(rounds)
    return [
        Watching(Role.OFFICER, each.title, _who_has_it(each, progress[each.pk]), f"/records/rounds/{each.uuid}/", each.closes_at)
        for each in rounds
    ]  # fmt: skip


def _who_has_it(round_: Round, progress: Progress) -> Any:
    if round_.state == RoundState.DRAWING:
        draw: Draw | None = getattr(round_, "draw", None)
        return draw.state_label() if draw else round_.state_label()
    if round_.state == RoundState.SCORING:
        return f"{_('Score sheets submitted')} {progress.done} / {progress.total}"
    return round_.state_label()
