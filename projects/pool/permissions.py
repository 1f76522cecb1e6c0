"""Who may do what with an entry of the pool, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import has_role
from accounts.roles import Role
from core.clock import local_day
from core.policy import in_force
from core.verdict import Verdict, first_no
from projects.calls.permissions import manages_programme
from projects.pool.models import PoolEntry
from projects.pool.policy import PoolPolicy
from projects.pool.rules import may_renew_again, still_valid


def keeps_pool(user: Any, entry: PoolEntry, at: datetime) -> Verdict:
    return manages_programme(user, entry.application.call.programme)


def may_renew_entry(user: Any, entry: PoolEntry, at: datetime) -> Verdict:
    policy = in_force(PoolPolicy, scope=entry.application.call.programme.code).values
    return first_no(keeps_pool(user, entry, at), may_renew_again(entry.renewals, most=policy.most_renewals))


def may_release_entry(user: Any, entry: PoolEntry, at: datetime) -> Verdict:
    return first_no(keeps_pool(user, entry, at), still_valid(entry.valid_until, local_day(at)))


def may_enter_appropriation(user: Any, at: datetime) -> Verdict:
    """Finance officers enter what the finance bureau allots; programme officers theirs."""
    return has_role(user, Role.FINANCE, Role.OFFICER)
