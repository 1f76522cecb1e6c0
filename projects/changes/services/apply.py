"""Put a granted change into effect: each kind in its place. The caller has locked the project and taken the step."""

from __future__ import annotations

from accounts.models import Person, User
from core.calendar import add_months
from core.policy import in_force
from core.transitions import lock
from projects.changes.models import ChangeRequest
from projects.changes.states import ChangeKind
from projects.changes.tables import Wanted, read
from projects.contracts.models import Project
from projects.contracts.policy import ContractPolicy
from projects.contracts.services import terminate_project, write_budget
from projects.screening.services import engage_in_project, hand_over_lead


def apply_change(change: ChangeRequest, project: Project, *, by: User) -> None:
    wanted = read(change.wanted)
    if change.change_kind == ChangeKind.PERIOD:
        _extend(project, wanted)
    elif change.change_kind == ChangeKind.BUDGET:
        write_budget(lock(project.contract), wanted.lines)
    elif change.change_kind == ChangeKind.PRINCIPAL_INVESTIGATOR:
        _change_leader(project, wanted)
    elif change.change_kind == ChangeKind.CONTENT:
        _change_texts(project, wanted)
    else:
        terminate_project(project, by=by, reason=change.grounds)


def _extend(project: Project, wanted: Wanted) -> None:
    """The new end, and with it the day by which acceptance must be applied for."""
    assert wanted.ends_on is not None
    project.ends_on = wanted.ends_on
    project.save(update_fields=["ends_on"])
    if project.application is not None:
        policy = in_force(ContractPolicy, scope=project.programme.code, year=project.year).values
        engage_in_project(project.application, due_on=add_months(wanted.ends_on, policy.acceptance_months))


def _change_leader(project: Project, wanted: Wanted) -> None:
    person = Person.objects.get(uuid=wanted.person)
    project.principal_investigator = person
    project.save(update_fields=["principal_investigator"])
    if project.application is not None:
        hand_over_lead(project.application, person, project.institution)


def _change_texts(project: Project, wanted: Wanted) -> None:
    contract = lock(project.contract)
    sections = contract.content.setdefault("sections", {})
    for name, text in wanted.texts.items():
        section, key = name.split(".", 1)
        sections.setdefault(section, {})[key] = text
    contract.save(update_fields=["content"])
