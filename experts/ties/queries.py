"""Who sees which ties."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.permissions import has_role
from accounts.roles import Role
from experts.ties.models import Tie


def visible_ties(user: Any) -> QuerySet[Tie]:
    """Officers, the integrity officer and auditors see every tie; everybody the own ones, not what others declared."""
    if has_role(user, Role.OFFICER, Role.INTEGRITY, Role.AUDITOR, Role.ADMIN):
        return Tie.objects.all()
    if user is None or not getattr(user, "person_id", None):
        return Tie.objects.none()
    return Tie.objects.filter(person_id=user.person_id)
