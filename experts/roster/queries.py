"""Who sees the roster."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.permissions import has_role
from accounts.roles import Role
from experts.roster.models import Expert


def visible_experts(user: Any) -> QuerySet[Expert]:
    """Officers, integrity and administrators see the roster; an expert sees the own entry.

    Leaders and auditors do not: the transcript of a draw, which they read, names experts by address only, and this
    list would turn codes into names.
    """
    rows = Expert.objects.select_related("person")
    if has_role(user, Role.OFFICER, Role.INTEGRITY, Role.ADMIN):
        return rows
    if user is not None and getattr(user, "person_id", None):
        return rows.filter(person_id=user.person_id)
    return Expert.objects.none()
