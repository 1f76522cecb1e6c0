"""Who keeps the roster."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import has_role
from accounts.roles import Role
from core.verdict import Verdict
from experts.roster.models import Expert


def keeps_roster(user: Any, expert: Expert, at: datetime) -> Verdict:
    return has_role(user, Role.OFFICER, Role.ADMIN)
