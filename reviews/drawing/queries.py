"""Who sees the draws."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import has_role
from accounts.roles import Role
from projects.calls.queries import programmes_of
from reviews.drawing.models import Draw
from reviews.rounds.queries import OF_THE_BUREAU


def visible_draws(user: Any) -> QuerySet[Draw]:
    """The two key holders see every draw, the bureau those of its programmes; experts and applicants none."""
    if user is None or not user.is_authenticated:
        return Draw.objects.none()
    rows = Draw.objects.select_related("round__call__programme", "first_by__person", "second_by__person")
    if has_role(user, Role.DRAW_OPERATOR, Role.SUPERVISOR):
        return rows
    if has_role(user, *OF_THE_BUREAU):
        return rows.filter(Q(round__call__programme__in=programmes_of(user)))
    return rows.none()
