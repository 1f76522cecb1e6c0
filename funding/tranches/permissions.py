"""Who approves, pays, confirms and withholds a tranche, and when."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.permissions import NOT_YOURS, another_than, has_role
from accounts.roles import Role
from core.verdict import YES, Verdict, first_no, no
from funding.tranches.models import Tranche
from funding.tranches.rules import payment_is_open
from funding.tranches.states import TrancheState
from projects.contracts.models import Contract
from projects.contracts.permissions import judges_project, keeps_books_of_project, manages_project
from projects.contracts.states import ContractState

PAID = (TrancheState.PAID, TrancheState.RECEIVED)


def by_system(user: Any, tranche: Tranche, at: datetime) -> Verdict:
    """Nobody lets a tranche fall due by hand: the contract, the report, the acceptance do."""
    return YES if user is None else NOT_YOURS


def manages_tranche(user: Any, tranche: Tranche, at: datetime) -> Verdict:
    return manages_project(user, tranche.project, at)


def is_open(tranche: Tranche) -> Verdict:
    project = tranche.project
    return payment_is_open(project.state, project.state_label(), tranche.condition)


def may_approve_tranche(user: Any, tranche: Tranche, at: datetime) -> Verdict:
    """The officer, who does not lead the project."""
    who = judges_project(user, tranche.project, at)
    return first_no(who, is_open(tranche), lambda: contract_is_signed(tranche))


def may_pay_tranche(user: Any, tranche: Tranche, at: datetime) -> Verdict:
    """Finance, somebody else than who approved, within what was granted."""
    return first_no(
        has_role(user, Role.FINANCE),
        another_than(user, tranche.approved_by_id),
        is_open(tranche),
        lambda: contract_is_signed(tranche),
        lambda: within_the_grant(tranche),
    )


def may_confirm_receipt(user: Any, tranche: Tranche, at: datetime) -> Verdict:
    return keeps_books_of_project(user, tranche.project, at)


def contract_is_signed(tranche: Tranche) -> Verdict:
    signed = Contract.objects.filter(project_id=tranche.project_id, state=ContractState.SIGNED).exists()
    return YES if signed else no("when", "contract-not-signed")


def within_the_grant(tranche: Tranche) -> Verdict:
    granted = tranche.project.granted
    paid = Tranche.objects.filter(project_id=tranche.project_id, state__in=PAID).aggregate(s=Sum("amount"))["s"]
    total = (paid or Decimal(0)) + tranche.amount
    return (
        YES
        if granted is not None and total <= granted
        else no("what", "more-than-granted", paid=total, granted=granted or 0)
    )
