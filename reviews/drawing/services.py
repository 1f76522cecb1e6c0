"""Verbs of the draw: requested by the officer, started with two keys by two persons, frozen, then the scoring opens."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership, User
from accounts.permissions import another_than, has_role
from accounts.roles import Role
from core.numbering import next_number
from core.transitions import lock, open_record, take_step
from core.verdict import YES, Verdict, first_no, no
from experts.roster.models import Expert
from experts.roster.states import ExpertState
from reviews.conflicts.services import examine_pair
from reviews.drawing.models import Draw
from reviews.drawing.rules import VERSION, Candidate, drawn, enough_candidates, order_of, pool_hash, seed_of
from reviews.drawing.states import DrawState
from reviews.rounds.models import Round
from reviews.rounds.services import keeps_round


def may_turn_first_key(user: Any, draw: Draw, at: datetime) -> Verdict:
    return has_role(user, Role.DRAW_OPERATOR)


def may_turn_second_key(user: Any, draw: Draw, at: datetime) -> Verdict:
    return first_no(has_role(user, Role.SUPERVISOR), another_than(user, draw.first_by_id))


def may_freeze_draw(user: Any, draw: Draw, at: datetime) -> Verdict:
    return has_role(user, Role.SUPERVISOR)


def may_open_scoring(user: Any, round_: Round, at: datetime) -> Verdict:
    draw = Draw.objects.filter(round=round_).first()
    return first_no(
        keeps_round(user, round_, at),
        YES if draw and draw.state == DrawState.FROZEN else no("when", "draw-not-frozen"),
    )


def request_draw(round_: Round, *, by: User) -> Draw:
    with transaction.atomic():
        taken = take_step(round_, "request_draw", by=by, may=keeps_round)
        number = f"CQ-{taken.number[3:]}-{next_number(f'draw:{taken.number}')}"
        return open_record(Draw(round=taken, number=number, thread=taken.thread), by=by)


def turn_first_key(draw: Draw, *, by: User) -> Draw:
    """The first half of the seed, drawn by the machine when this person turns the key."""
    return take_step(
        draw,
        "turn_first_key",
        by=by,
        may=may_turn_first_key,
        changes={"first_key": secrets.token_hex(32), "first_by": by},
    )


def turn_second_key(draw: Draw, *, by: User) -> Draw:
    """The second half; the pool is examined against every item, hashed, and drawn. The transcript replays anywhere."""
    with transaction.atomic():
        locked = lock(draw)
        candidates = candidates_of(locked.round)
        seats = locked.round.experts_wanted
        second = secrets.token_hex(32)
        pool = pool_hash(candidates)
        seed = seed_of(locked.first_key, second, pool)
        order = order_of(seed, candidates)
        chosen = drawn(order, seats)
        transcript = {
            "version": VERSION,
            "pool": [[each.id, list(each.units)] for each in candidates],
            "pool_hash": pool,
            "first_key": locked.first_key,
            "second_key": second,
            "seed": seed,
            "seats": seats,
            "order": [each.id for each in order],
            "drawn": [each.id for each in chosen],
        }

        def may(user: Any, record: Draw, at: datetime) -> Verdict:
            return first_no(may_turn_second_key(user, record, at), enough_candidates(len(chosen), seats))

        return take_step(
            locked,
            "turn_second_key",
            by=by,
            may=may,
            facts={"pool_hash": pool, "seed": seed, "pool_size": len(candidates)},
            changes={"second_by": by, "transcript": transcript},
        )


def candidates_of(round_: Round) -> list[Candidate]:
    """Active experts who are clear for every item of the round, with the units they belong to now."""
    applications = [item.application for item in round_.items.select_related("application__call__programme")]
    found = []
    for expert in Expert.objects.filter(state=ExpertState.ACTIVE).select_related("person").order_by("uuid"):
        if all(examine_pair(expert, each).clear for each in applications if each is not None):
            units = Membership.objects.filter(person_id=expert.person_id, until=None)
            names = sorted(str(uuid) for uuid in units.values_list("institution__uuid", flat=True))
            found.append(Candidate(str(expert.uuid), tuple(names)))
    return found


def freeze_draw(draw: Draw, *, by: User) -> Draw:
    """The drawn experts are fixed and invited (reviews/assignment/receivers.py)."""
    return take_step(draw, "freeze", by=by, may=may_freeze_draw)


def open_scoring(round_: Round, *, by: User) -> Round:
    return take_step(round_, "open", by=by, may=may_open_scoring)
