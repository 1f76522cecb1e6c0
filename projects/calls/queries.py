"""Who sees which calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import is_staff
from accounts.queries import departments_of, sees_every_programme
from accounts.roles import Role
from projects.calls.models import Call, Programme
from projects.calls.states import CallState


def programmes_of(user: Any) -> QuerySet[Programme]:
    """Programmes whose records a member of staff may see: all, or those of the own departments."""
    if sees_every_programme(user):
        return Programme.objects.all()
    return Programme.objects.filter(department_id__in=departments_of(user, Role.OFFICER, Role.AGENCY))


def public_calls(at: datetime) -> QuerySet[Call]:
    """Calls that anybody may read: published, their window announced."""
    return (
        Call.objects.filter(state__in=[CallState.PUBLISHED, CallState.CLOSED], published_at__lte=at)
        .select_related("programme")
        .order_by("-opens_at", "-pk")
    )


def open_calls(at: datetime) -> QuerySet[Call]:
    return public_calls(at).filter(state=CallState.PUBLISHED, opens_at__lte=at, closes_at__gt=at)


def visible_calls(user: Any) -> QuerySet[Call]:
    """Everybody sees what was published; staff also the drafts of their programmes."""
    seen = Q(state__in=[CallState.PUBLISHED, CallState.CLOSED])
    if is_staff(user):
        seen |= Q(programme__in=programmes_of(user))
    return Call.objects.filter(seen).select_related("programme")
