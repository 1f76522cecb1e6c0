"""Who sees which assignments: an expert the own ones, the bureau those of its programmes, nobody else any."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.permissions import has_role
from accounts.roles import Role
from projects.calls.queries import programmes_of
from reviews.assignment.models import Assignment
from reviews.rounds.models import Round
from reviews.rounds.queries import OF_THE_BUREAU

JOINED = (
    "item__round__call__programme",
    "item__application__institution",
    "item__application__principal_investigator",
    "pair__expert__person",
)
SNAPSHOTS = "item__application__snapshots"


def knows_names(user: Any) -> bool:
    """Who may know which expert stands behind a code: officers and the integrity officer (after the draw is frozen,
    since there is no assignment before)."""
    return bool(has_role(user, Role.OFFICER, Role.INTEGRITY))


def own_assignments(user: Any) -> QuerySet[Assignment]:
    """The assignments of the expert behind this user."""
    if user is None or not user.is_authenticated or not user.person_id:
        return Assignment.objects.none()
    return (
        Assignment.objects.filter(pair__expert__person_id=user.person_id)
        .select_related(*JOINED)
        .prefetch_related(SNAPSHOTS)
    )


def tasks_in_round(user: Any, round_uuid: UUID) -> list[Assignment]:
    """The expert's own tasks in one round, by item; each with its sheet."""
    rows = own_assignments(user).filter(item__round__uuid=round_uuid).select_related("scoresheet")
    return list(rows.order_by("item__alias"))


def visible_assignments(user: Any) -> QuerySet[Assignment]:
    if user is None or not user.is_authenticated:
        return Assignment.objects.none()
    seen = Q(pk__in=[])
    if user.person_id:
        seen |= Q(pair__expert__person_id=user.person_id)
    if has_role(user, *OF_THE_BUREAU):
        seen |= Q(item__round__call__programme__in=programmes_of(user))
    return Assignment.objects.filter(seen).select_related(*JOINED).prefetch_related(SNAPSHOTS)


def assignments_of_round(round_: Round) -> QuerySet[Assignment]:
    """Every assignment of a round, by item and code."""
    return (
        Assignment.objects.filter(item__round=round_)
        .select_related("item", "pair__expert__person")
        .order_by("item__alias", "code", "pk")
    )
