"""Verbs of the draw: requested by the officer, started with two keys by two persons, frozen, then the scoring opens."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership, User
from core.numbering import next_number
from core.transitions import lock, open_record, take_step
from core.verdict import Verdict, first_no
from experts.roster.models import Expert
from experts.roster.rules import fits_one_of
from experts.roster.states import ExpertState
from projects.applications.models import Application
from reviews.assignment.services import examine_again
from reviews.conflicts.services import examine_pairs
from reviews.drawing.models import Draw
from reviews.drawing.permissions import (
    may_freeze_draw,
    may_open_scoring,
    may_turn_first_key,
    may_turn_second_key,
)
from reviews.drawing.rules import VERSION, Candidate, drawn, enough_candidates, order_of, pool_hash, seed_of
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round
from reviews.rounds.queries import items_of


def request_draw(round_: Round, *, by: User) -> Draw:
    """Ask for the draw; the roster is examined at once, so that doubtful conflicts can be decided before the keys turn."""
    with transaction.atomic():
        taken = take_step(round_, "request_draw", by=by, may=keeps_round)
        number = f"CQ-{taken.number[3:]}-{next_number(f'draw:{taken.number}')}"
        candidates_of(taken)
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
            "disciplines": disciplines_of(locked.round),
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
    """Active experts of the items' fields who are clear for every item, with the units they belong to now."""
    applications = [each.application for each in items_of(round_) if each.application is not None]
    wanted = disciplines_of(round_)
    active = Expert.objects.filter(state=ExpertState.ACTIVE).select_related("person").order_by("uuid")
    experts = [each for each in active if fits_one_of(each.disciplines, wanted)]
    clear = examine_pool(experts, applications)
    units = units_of(experts)
    return [
        Candidate(str(expert.uuid), units.get(expert.person_id, ()))
        for expert in experts
        if all((expert.pk, each.pk) in clear for each in applications)
    ]


def disciplines_of(round_: Round) -> list[str]:
    """The fields of a round's items; an empty one lets every expert in."""
    return sorted({each.application.discipline for each in items_of(round_) if each.application is not None})


def examine_pool(experts: Sequence[Expert], applications: Sequence[Application]) -> frozenset[tuple[int, int]]:
    """Every pair that is clear now; a conflict come up since an earlier round voids what hangs on it."""
    found = examine_pairs(experts, applications)
    for pair in found.late:
        examine_again(pair)
    return found.clear


def units_of(experts: Sequence[Expert]) -> dict[int, tuple[str, ...]]:
    """Addresses of the units each person belongs to now, sorted."""
    rows = Membership.objects.filter(person_id__in=[each.person_id for each in experts], until=None)
    found: dict[int, set[str]] = defaultdict(set)
    for person, unit in rows.values_list("person_id", "institution__uuid"):
        found[person].add(str(unit))
    return {person: tuple(sorted(units)) for person, units in found.items()}


def freeze_draw(draw: Draw, *, by: User) -> Draw:
    """The drawn experts are fixed and invited (reviews/assignment/receivers.py)."""
    return take_step(draw, "freeze", by=by, may=may_freeze_draw)


def open_scoring(round_: Round, *, by: User) -> Round:
    return take_step(round_, "open", by=by, may=may_open_scoring)
