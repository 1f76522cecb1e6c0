"""The answers: the institution agrees, the officer grants, either refuses."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of
from accounts.roles import Role
from core.transitions import lock, take_step
from projects.changes.models import ChangeRequest
from projects.changes.permissions import (
    may_agree_to_change,
    may_grant_change,
    may_refuse_change,
    needs_authority,
    policy_of,
)
from projects.changes.presentation import before_of
from projects.changes.services.apply import apply_change
from projects.changes.services.ask import tell_of_change


def agree_to_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """The institution agrees; where the matrix leaves the decision to it, the change is granted at once."""
    with transaction.atomic():
        lock(change.project)
        taken = take_step(change, "agree", by=by, may=may_agree_to_change)
        if not needs_authority(taken):
            return grant_change(taken, by=by)
        department = taken.project.programme.department_id
        tell_of_change(holders_of(Role.OFFICER, department), _("A change request awaits your decision"), taken)
    return taken


def grant_change(change: ChangeRequest, *, by: User, answer: str = "") -> ChangeRequest:
    """Grant the request and apply it in the same transaction; what was there before is kept with it."""
    policy = policy_of(change.project)
    with transaction.atomic():
        leaders = list(_leader_of(change))
        project = lock(change.project)
        locked = lock(change)
        before = before_of(locked)
        taken = take_step(
            locked,
            "grant",
            by=by,
            may=may_grant_change,
            reason=answer,
            facts={"before": before, "wanted": locked.wanted},
            changes={"before": before, "decided_by": by, "answer": answer},
            policies=(policy.version,),
        )
        apply_change(taken, project, by=by)
        tell_of_change([*leaders, *_leader_of(taken)], _("Your change request was granted"), taken, body=answer)
    return taken


def refuse_change(change: ChangeRequest, *, by: User, reason: str) -> ChangeRequest:
    """Refuse with a reason; nothing of the project changes."""
    with transaction.atomic():
        taken = take_step(
            change,
            "refuse",
            by=by,
            may=may_refuse_change,
            reason=reason,
            changes={"decided_by": by, "answer": reason},
        )
        tell_of_change(_leader_of(taken), _("Your change request was refused"), taken, body=reason)
    return taken


def _leader_of(change: ChangeRequest) -> Any:
    """Whoever leads the project now."""
    return User.objects.filter(person__projects=change.project_id)
