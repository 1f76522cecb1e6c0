"""Verbs of payments, and the one writer of the double entry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole, User
from accounts.queries import holders_of
from accounts.roles import Role
from core import clock
from core.notifications import notify
from core.transitions import lock, open_record, take_step
from core.verdict import no, require
from funding.tranches.models import Posting, Tranche
from funding.tranches.permissions import (
    by_system,
    manages_tranche,
    may_approve_tranche,
    may_confirm_receipt,
    may_pay_tranche,
)
from funding.tranches.queries import sums_now
from funding.tranches.rules import entry_balances
from funding.tranches.states import Account, TrancheState
from projects.contracts.models import Contract, Project
from projects.contracts.services import write_money_summary


def open_tranches(contract: Contract) -> list[Tranche]:
    """One tranche for each that the signed contract plans; those due on signing fall due at once."""
    found = []
    for planned in contract.planned_tranches.order_by("number"):
        tranche = Tranche(
            project=contract.project,
            thread=contract.project.thread,
            number=planned.number,
            percent=planned.percent,
            amount=planned.amount,
            condition=planned.condition,
        )
        found.append(open_record(tranche, by=None, facts={"contract": contract.number, "amount": planned.amount}))
    return found


def let_fall_due(project: Project, condition: str, *, because: str) -> list[Tranche]:
    """The planned tranches of a project that wait for this condition fall due; the officer is told."""
    rows = Tranche.objects.filter(project=project, condition=condition, state=TrancheState.PLANNED)
    due = [
        take_step(each, "fall_due", by=None, may=by_system, facts={"because": because})
        for each in rows.order_by("number")
    ]
    for each in due:
        _tell(holders_of(Role.OFFICER, project.programme.department_id), _("A payment is to be approved"), each)
    return due


def approve_tranche(tranche: Tranche, *, by: User) -> Tranche:
    """The officer approves; somebody else pays."""
    with transaction.atomic():
        taken = take_step(
            tranche,
            "approve",
            by=by,
            may=may_approve_tranche,
            facts={"amount": tranche.amount},
            changes={"approved_by": by},
        )
        _tell(holders_of(Role.FINANCE), _("A payment is approved and to be paid"), taken)
    return taken


def pay_tranche(tranche: Tranche, *, by: User, voucher: str, appropriation_number: str) -> Tranche:
    """Finance paid: the money leaves the treasury and stands at the institution, in the same transaction."""
    with transaction.atomic():
        project = lock(tranche.project)
        if Tranche.objects.filter(voucher=voucher).exclude(pk=tranche.pk).exists():
            require(no("what", "voucher-used", voucher=voucher))
        taken = take_step(
            tranche,
            "pay",
            by=by,
            may=may_pay_tranche,
            facts={"amount": tranche.amount, "voucher": voucher, "appropriation": appropriation_number},
            changes={"paid_by": by, "voucher": voucher, "appropriation_number": appropriation_number},
        )
        sides: dict[str, Decimal] = {Account.TREASURY: -taken.amount, Account.PROJECT_CASH: taken.amount}
        post_entry(project, sides, what=f"拨付 第{taken.number}笔 {voucher}", document=taken.uuid)
        _tell(_bookkeepers(project), _("A payment is on its way: confirm when it arrives"), taken)
    return taken


def confirm_receipt(tranche: Tranche, *, by: User) -> Tranche:
    """The institution saw the money on its account."""
    return take_step(tranche, "confirm_receipt", by=by, may=may_confirm_receipt, facts={"amount": tranche.amount})


def withhold_tranche(tranche: Tranche, *, by: User, reason: str) -> Tranche:
    """Hold the payment back (暂缓拨付); an approval that was given is void."""
    with transaction.atomic():
        taken = take_step(
            tranche,
            "withhold",
            by=by,
            may=manages_tranche,
            reason=reason,
            changes={"approved_by": None, "approved_at": None},
        )
        _tell(_bookkeepers(taken.project), _("A payment is withheld"), taken, body=reason)
    return taken


def release_tranche(tranche: Tranche, *, by: User, reason: str) -> Tranche:
    """The payment is due again and needs a new approval."""
    return take_step(tranche, "release", by=by, may=manages_tranche, reason=reason)


def post_entry(project: Project, sides: Mapping[str, Decimal], *, what: str, document: uuid.UUID) -> uuid.UUID:
    """Write one balanced entry (yuan by account) and hand the sums down to the project. The caller holds its lock.

    The database refuses an entry whose sides do not sum to nothing, whoever writes it.
    """
    if not entry_balances(sides):
        raise ValueError(f"An entry must balance: {dict(sides)}")
    entry, at = uuid.uuid4(), clock.now()
    Posting.objects.bulk_create(
        Posting(entry=entry, project=project, account=account, amount=amount, what=what, document=document, at=at)
        for account, amount in sides.items()
    )
    sums = sums_now(project)
    write_money_summary(
        project,
        granted_paid=sums.granted_paid,
        granted_spent=sums.granted_spent,
        self_raised_spent=sums.self_raised_spent,
    )
    return entry


def _bookkeepers(project: Project) -> Any:
    """Officers and finance officers of the institution."""
    return User.objects.filter(
        person__memberships__institution_id=project.institution_id,
        person__memberships__role__in=[MembershipRole.OFFICER, MembershipRole.FINANCE],
        person__memberships__until=None,
    ).distinct()


def _tell(users: Any, subject: Any, tranche: Tranche, *, body: Any = "") -> None:
    address = f"/records/tranches/{tranche.uuid}/"
    key = f"{address}:{tranche.state}:{tranche.state_since}"
    notify(users, topic="tranche", subject=subject, body=body or tranche.project.title, address=address, key=key)
