"""The leader's part: open, write, submit, withdraw a change request."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import officers_of
from core import clock
from core.notifications import notify
from core.numbering import next_number
from core.transitions import lock, open_record, take_step
from core.verdict import Refused, no, require
from projects.changes.models import ChangeRequest
from projects.changes.permissions import (
    change_is_right,
    may_open_change,
    may_submit_change,
    may_withdraw_change,
    may_write_change,
    policy_of,
    project_allows,
)
from projects.changes.queries import pending_of
from projects.changes.states import ChangeKind
from projects.changes.tables import Wanted, stored
from projects.contracts.models import Project


def open_change(project: Project, *, change_kind: str, grounds: str, by: User) -> ChangeRequest:
    """Begin a request on a project that one leads; one of a kind at a time. What is wanted is written next."""
    with transaction.atomic():
        locked = lock(project)
        require(may_open_change(by, locked, clock.now()))
        require(project_allows(locked, change_kind))
        pending = pending_of(locked, change_kind)
        if pending is not None:
            raise Refused(no("what", "change-pending", number=pending.number))
        programme = locked.programme.code
        number = f"BG-{locked.year}-{programme}-{next_number(f'change:{programme}:{locked.year}'):04d}"
        change = ChangeRequest(
            project=locked,
            thread=locked.thread,
            number=number,
            change_kind=ChangeKind(change_kind),
            grounds=grounds,
        )
        return open_record(change, by=by, facts={"change_kind": change_kind, "project": locked.number})


def write_change(change: ChangeRequest, *, by: User, grounds: str, wanted: Wanted) -> ChangeRequest:
    """Say what is wanted; it must be right against the rule of its kind today."""
    with transaction.atomic():
        locked = lock(change)
        require(may_write_change(by, locked, clock.now()))
        require(change_is_right(locked, wanted, clock.today()))
        locked.grounds, locked.wanted = grounds, stored(wanted)
        locked.save(update_fields=["grounds", "wanted"])
    return locked


def submit_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    """Hand the request to the institution; what is wanted goes into the ledger."""
    policy = policy_of(change.project)
    with transaction.atomic():
        locked = lock(change)
        taken = take_step(
            locked,
            "submit",
            by=by,
            may=may_submit_change,
            facts={"wanted": locked.wanted},
            policies=(policy.version,),
        )
        tell_of_change(officers_of(taken.project.institution), _("A change request awaits your consent"), taken)
    return taken


def withdraw_change(change: ChangeRequest, *, by: User) -> ChangeRequest:
    return take_step(change, "withdraw", by=by, may=may_withdraw_change)


def tell_of_change(users: Any, subject: Any, change: ChangeRequest, *, body: str = "") -> None:
    address = f"/records/changes/{change.uuid}/"
    notify(
        users,
        topic="change",
        subject=subject,
        body=body or change.project.title,
        address=address,
        key=f"{address}:{change.state}:{change.state_since}",
    )
