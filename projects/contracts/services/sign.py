"""Verbs of the contract: rebuild the budget, sign by three, return, lapse."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of, officers_of
from accounts.roles import Role
from core import clock
from core.notifications import notify
from core.transitions import lock, take_step
from core.verdict import require
from projects.applications.rules import Line
from projects.contracts.models import Contract, ContractBudgetLine
from projects.contracts.permissions import (
    budget_is_right,
    lines_of,
    may_countersign_contract,
    may_edit_contract_budget,
    may_let_contract_lapse,
    may_send_back_contract,
    may_sign_contract,
    may_submit_contract,
)
from projects.contracts.services.run import lapse_project, start_project, tell_project


def set_contract_budget(contract: Contract, lines: Sequence[Line], *, by: User) -> Contract:
    """Replace the budget of a draft contract; sums and caps must hold. Indicators cannot be changed."""
    with transaction.atomic():
        locked = lock(contract)
        require(may_edit_contract_budget(by, locked, clock.now()))
        require(budget_is_right(locked, lines))
        write_budget(locked, lines)
    return locked


def write_budget(contract: Contract, lines: Sequence[Line]) -> None:
    """Put these lines in the place of those there; the caller has locked and asked."""
    contract.budget.all().delete()
    ContractBudgetLine.objects.bulk_create(
        ContractBudgetLine(contract=contract, source=line.source, category=line.category, amount=line.amount)
        for line in lines
    )


def submit_contract(contract: Contract, *, by: User) -> Contract:
    """The leader signs; the budget as it is signed goes into the ledger."""
    with transaction.atomic():
        locked = lock(contract)
        lines = [[x.source, x.category, x.amount] for x in lines_of(locked)]
        taken = take_step(locked, "submit", by=by, may=may_submit_contract, facts={"budget": lines})
        _tell(officers_of(taken.project.institution), _("A contract awaits your institution's signature"), taken)
    return taken


def sign_contract(contract: Contract, *, by: User) -> Contract:
    """The institution signs, by another person than the leader."""
    with transaction.atomic():
        taken = take_step(contract, "sign", by=by, may=may_sign_contract, changes={"institution_signed_by": by})
        _tell(holders_of(Role.LEADER), _("A contract awaits the authority's signature"), taken)
    return taken


def send_back_contract(contract: Contract, *, by: User, reason: str) -> Contract:
    """Return the contract to its leader; signatures given so far are void."""
    with transaction.atomic():
        taken = take_step(
            contract,
            "send_back",
            by=by,
            may=may_send_back_contract,
            reason=reason,
            changes={"submitted_at": None, "institution_signed_at": None, "institution_signed_by": None},
        )
        tell_project(
            taken.project, _("Your contract was returned"), body=reason, key=_key(taken), address=_address(taken)
        )
    return taken


def countersign_contract(contract: Contract, *, by: User) -> Contract:
    """The authority signs, and the project starts in the same transaction."""
    with transaction.atomic():
        project = lock(contract.project)
        taken = take_step(contract, "countersign", by=by, may=may_countersign_contract, changes={"signed_by": by})
        start_project(project, facts={"contract": taken.number})
        tell_project(project, _("Your contract is signed; the project has started"), key=_key(taken))
    return taken


def lapse_contract(contract: Contract, *, by: User, reason: str) -> Contract:
    """Nobody signed in time: contract and approval lapse together."""
    with transaction.atomic():
        project = lock(contract.project)
        taken = take_step(contract, "lapse", by=by, may=may_let_contract_lapse, reason=reason)
        lapse_project(project, reason=reason)
        tell_project(project, _("The approval of your project lapsed"), body=reason, key=_key(taken), sms=True)
    return taken


def _address(contract: Contract) -> str:
    return f"/records/contracts/{contract.uuid}/"


def _key(contract: Contract) -> str:
    return f"{_address(contract)}:{contract.state}:{contract.state_since}"


def _tell(users: object, subject: object, contract: Contract) -> None:
    notify(
        users,  # type: ignore[arg-type]  # a queryset of users
        topic="contract",
        subject=subject,
        body=contract.project.title,
        address=_address(contract),
        key=_key(contract),
    )
