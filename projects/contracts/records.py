"""Projects and contracts as the floors above see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import ReasonForm
from core.records import Edit, RecordKind, StepAction
from projects.applications.rules import Line
from projects.contracts.forms import BudgetForm, amounts_in, budget_form, cell_name
from projects.contracts.models import Contract, Project
from projects.contracts.permissions import (
    by_system,
    manages_project,
    may_countersign_contract,
    may_edit_contract_budget,
    may_let_contract_lapse,
    may_send_back_contract,
    may_sign_contract,
    may_submit_contract,
    may_terminate_project,
)
from projects.contracts.presentation import present_contract, present_project, row_of_contract, row_of_project
from projects.contracts.queries import visible_contracts, visible_projects
from projects.contracts.services import (
    confirm_rectification,
    countersign_contract,
    lapse_contract,
    order_rectification,
    order_termination,
    resume_project,
    send_back_contract,
    set_contract_budget,
    sign_contract,
    submit_contract,
    suspend_project,
    take_system_step,
)


def system_step(name: str) -> StepAction:
    """A step that is listed and refuses every user."""

    def do(project: Project, *, by: User | None, **_kwargs: Any) -> Project:
        return take_system_step(project, name, by=by)

    return StepAction(by_system, do)


def set_budget(contract: Contract, *, by: User, **cells: Decimal | None) -> Contract:
    return set_contract_budget(contract, [Line(*cell) for cell in amounts_in(cells)], by=by)


def form_for_budget(contract: Contract) -> type[BudgetForm]:
    return budget_form(contract.granted, contract.self_raised)


def cells_of(contract: Contract) -> dict[str, Decimal]:
    return {cell_name(line.source, line.category): line.amount for line in contract.budget.all()}


PROJECT_STEPS = {
    "start": system_step("start"),
    "lapse": system_step("lapse"),
    "order_rectification": StepAction(
        manages_project, order_rectification, ReasonForm, _("The leader is told what to rectify, and until when.")
    ),
    "confirm_rectification": StepAction(manages_project, confirm_rectification, ReasonForm),
    "suspend": StepAction(
        manages_project, suspend_project, ReasonForm, _("Payments are withheld until you resume it."), danger=True
    ),
    "resume": StepAction(manages_project, resume_project, ReasonForm),
    "terminate": StepAction(
        may_terminate_project,
        order_termination,
        ReasonForm,
        _("The project ends for good; what is not paid yet is free again, the team is told."),
        danger=True,
    ),
    **{
        name: system_step(name)
        for name in ("enter_acceptance", "leave_acceptance", "pass", "conclude", "fail", "archive")
    },
}
CONTRACT_STEPS = {
    "submit": StepAction(
        may_submit_contract, submit_contract, None, _("You sign for the budget and the indicators as they stand.")
    ),
    "sign": StepAction(may_sign_contract, sign_contract, None, _("Your institution is bound by the contract.")),
    "send_back": StepAction(
        may_send_back_contract, send_back_contract, ReasonForm, _("Signatures given so far are void.")
    ),
    "countersign": StepAction(
        may_countersign_contract, countersign_contract, None, _("The contract is in force and the project starts.")
    ),
    "lapse": StepAction(
        may_let_contract_lapse,
        lapse_contract,
        ReasonForm,
        _("The approval lapses for good; the project does not start."),
        danger=True,
    ),
}
KINDS = [
    RecordKind(
        collection="projects",
        model=Project,
        label=_("Project"),
        label_plural=_("Projects"),
        visible=visible_projects,
        present=present_project,
        row=row_of_project,
        steps=PROJECT_STEPS,
        icon="certificate",
        search=("title__icontains", "number__icontains", "principal_investigator__name__icontains"),
    ),
    RecordKind(
        collection="contracts",
        model=Contract,
        label=_("Contract"),
        label_plural=_("Contracts"),
        visible=visible_contracts,
        present=present_contract,
        row=row_of_contract,
        steps=CONTRACT_STEPS,
        edits={
            "budget": Edit(
                _("Rebuild the budget"),
                may_edit_contract_budget,
                set_budget,
                form_for_budget,
                cells_of,
                _("Both sums must be met to the cent; indirect costs are capped in tiers."),
            )
        },
        icon="file-certificate",
        search=("project__title__icontains", "number__icontains"),
    ),
]
