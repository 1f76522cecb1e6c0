"""Two keys by two persons; the scoring opens when the draw is frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import another_than, has_role
from accounts.roles import Role
from core.verdict import YES, Verdict, first_no, no
from reviews.drawing.models import Draw
from reviews.drawing.states import DrawState
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round


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
