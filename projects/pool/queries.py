"""Who sees what of the pool."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import is_staff
from projects.applications.queries import visible_applications
from projects.calls.queries import programmes_of
from projects.pool.models import Appropriation, PoolEntry


def visible_pool_entries(user: Any) -> QuerySet[PoolEntry]:
    """Staff see their programmes' entries; applicants and institutions those of their own applications."""
    if user is None or not user.is_authenticated:
        return PoolEntry.objects.none()
    if is_staff(user):
        seen = Q(application__call__programme__in=programmes_of(user))
    else:
        seen = Q(application__in=visible_applications(user).values("pk"))
    return PoolEntry.objects.filter(seen).select_related(
        "application__call__programme",
        "application__institution",
        "application__principal_investigator",
        "appropriation",
    )


def visible_appropriations(user: Any) -> QuerySet[Appropriation]:
    return (
        Appropriation.objects.filter(programme__in=programmes_of(user))
        .select_related("programme")
        .order_by("-year", "number")
    )
