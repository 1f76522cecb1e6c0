"""Who may do what with a call, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import holds_in_department
from accounts.roles import Role
from core.verdict import YES, Verdict, first_no, no
from projects.calls.models import Call, Programme


def manages_programme(user: Any, programme: Programme) -> Verdict:
    """Officers (and the agency) of the programme's department, or by a lasting relation to the programme."""
    verdict = holds_in_department(user, programme.department_id, Role.OFFICER)
    if not verdict and user is not None and user.has_perm("projects.manage_programme", programme):
        return YES
    return verdict


def may_publish_call(user: Any, call: Call, at: datetime) -> Verdict:
    return first_no(
        manages_programme(user, call.programme),
        lambda: YES if call.directions.exists() else no("what", "call-without-direction"),
    )


def may_close_call(user: Any, call: Call, at: datetime) -> Verdict:
    last = max(filter(None, (call.closes_at, call.institution_closes_at, call.recommender_closes_at)))
    return first_no(
        manages_programme(user, call.programme), YES if at >= last else no("when", "call-still-open", closes=last)
    )


def may_withdraw_call(user: Any, call: Call, at: datetime) -> Verdict:
    return manages_programme(user, call.programme)
