"""Who leads, manages, acts for, keeps books of a project; who signs its contract, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.permissions import NOT_YOURS, acts_for, another_than, has_role, is_person, keeps_books_for
from accounts.roles import Role
from core.clock import local_day
from core.policy import in_force
from core.verdict import YES, Verdict, first_no, no
from projects.applications.policy import ApplicationPolicy
from projects.applications.rules import Line
from projects.calls.permissions import manages_programme
from projects.contracts.models import Contract, Project
from projects.contracts.rules import budget_fits, signing_is_overdue
from projects.contracts.states import ContractState, ProjectState

RUNNING = (ProjectState.ACTIVE, ProjectState.RECTIFYING)


def leads_project(user: Any, project: Project, at: datetime) -> Verdict:
    return is_person(user, project.principal_investigator_id)


def manages_project(user: Any, project: Project, at: datetime) -> Verdict:
    """The officer of the project's programme."""
    return manages_programme(user, project.programme)


def does_not_lead(user: Any, project: Project, at: datetime) -> Verdict:
    """Four eyes: whoever leads a project does not decide on it for the bureau, in whatever role."""
    return no("who", "own-project") if leads_project(user, project, at) else YES


def judges_project(user: Any, project: Project, at: datetime) -> Verdict:
    """The officer of the project's programme, who does not lead the project."""
    return first_no(manages_project(user, project, at), lambda: does_not_lead(user, project, at))


def acts_for_project(user: Any, project: Project, at: datetime) -> Verdict:
    """The officer of the project's institution."""
    return acts_for(user, project.institution_id)


def keeps_books_of_project(user: Any, project: Project, at: datetime) -> Verdict:
    """The finance officer (or officer) of the project's institution."""
    return keeps_books_for(user, project.institution_id)


def by_system(user: Any, project: Project, at: datetime) -> Verdict:
    """Steps that follow from another record; nobody takes them by hand."""
    return YES if user is None else NOT_YOURS


def may_terminate_project(user: Any, project: Project, at: datetime) -> Verdict:
    """The bureau's leaders, once an officer has suspended the project: two persons. Else it follows from a change."""
    return first_no(
        has_role(user, Role.LEADER),
        YES if project.state == ProjectState.SUSPENDED else no("when", "suspend-before-terminating"),
    )


def project_runs(project: Project) -> Verdict:
    if project.state in RUNNING:
        return YES
    return no("when", "project-not-running", state=project.state_label())


def lines_of(contract: Contract) -> list[Line]:
    return [Line(line.source, line.category, line.amount) for line in contract.budget.all()]


def budget_is_right(contract: Contract, lines: Sequence[Line]) -> Verdict:
    """Against the sums of the contract and the tiers of indirect costs in force for the programme."""
    project = contract.project
    tiers = in_force(ApplicationPolicy, scope=project.programme.code, year=project.year).values.indirect_tiers()
    return budget_fits(lines, granted=contract.granted, self_raised=contract.self_raised, tiers=tiers)


def may_edit_contract_budget(user: Any, contract: Contract, at: datetime) -> Verdict:
    return first_no(
        leads_project(user, contract.project, at),
        YES if contract.state == ContractState.DRAFT else no("when", "contract-not-draft"),
    )


def may_submit_contract(user: Any, contract: Contract, at: datetime) -> Verdict:
    """The leader signs; the budget must be right."""
    return first_no(leads_project(user, contract.project, at), lambda: budget_is_right(contract, lines_of(contract)))


def may_sign_contract(user: Any, contract: Contract, at: datetime) -> Verdict:
    """Four eyes: an officer of the institution who does not lead the project."""
    return first_no(
        acts_for_project(user, contract.project, at),
        lambda: no("who", "own-contract") if leads_project(user, contract.project, at) else YES,
    )


def may_send_back_contract(user: Any, contract: Contract, at: datetime) -> Verdict:
    """By whoever has it: the institution, or the bureau's leaders."""
    if contract.state == ContractState.AWAITING_AUTHORITY:
        return has_role(user, Role.LEADER)
    return acts_for_project(user, contract.project, at)


def may_countersign_contract(user: Any, contract: Contract, at: datetime) -> Verdict:
    return first_no(
        has_role(user, Role.LEADER),
        lambda: another_than(user, contract.institution_signed_by_id),
        lambda: does_not_lead(user, contract.project, at),
    )


def may_let_contract_lapse(user: Any, contract: Contract, at: datetime) -> Verdict:
    return first_no(manages_project(user, contract.project, at), signing_is_overdue(contract.due_on, local_day(at)))
