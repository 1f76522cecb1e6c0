"""Who asks for, agrees to, decides on a change, and when it is right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import Person
from accounts.permissions import when
from core.calendar import add_months
from core.clock import local_day
from core.policy import InForce, in_force
from core.verdict import YES, Verdict, first_no, no
from projects.changes.models import ChangeRequest
from projects.changes.policy import ChangePolicy
from projects.changes.queries import extensions_granted, possible_leaders
from projects.changes.rules import extension_is_right, grounds_suffice, money_move_is_right
from projects.changes.states import ChangeKind, ChangeState
from projects.changes.tables import Wanted, read
from projects.contracts.models import Contract, Project
from projects.contracts.permissions import (
    acts_for_project,
    budget_is_right,
    judges_project,
    leads_project,
    lines_of,
    manages_project,
    project_runs,
)
from projects.contracts.states import ProjectState
from projects.screening.services import limits_of_leader


def policy_of(project: Project) -> InForce[ChangePolicy]:
    return in_force(ChangePolicy, scope=project.programme.code, year=project.year)


def may_open_changes(user: Any, at: datetime) -> Verdict:
    """Anybody with a person; the project is asked when it is chosen."""
    return when(user is not None and bool(user.person_id))


def may_open_change(user: Any, project: Project, at: datetime) -> Verdict:
    """The leader, while the project runs or is suspended."""
    return first_no(
        leads_project(user, project, at),
        YES if project.state == ProjectState.SUSPENDED else project_runs(project),
    )


def project_allows(project: Project, change_kind: str) -> Verdict:
    """A suspended project can be terminated, and nothing else."""
    if project.state == ProjectState.SUSPENDED and change_kind == ChangeKind.TERMINATION:
        return YES
    return project_runs(project)


def may_write_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    return first_no(
        leads_project(user, change.project, at),
        YES if change.state == ChangeState.DRAFT else no("when", "change-not-draft"),
    )


def change_is_right(change: ChangeRequest, wanted: Wanted, day: date) -> Verdict:
    """What is wanted, against the rule of its kind; ``day`` is the day on which it was asked for."""
    project = change.project
    contract: Contract | None = getattr(project, "contract", None)
    verdict = project_allows(project, change.change_kind)
    if not verdict:
        return verdict
    if change.change_kind == ChangeKind.PERIOD:
        return _extension(project, wanted, day)
    if change.change_kind == ChangeKind.PRINCIPAL_INVESTIGATOR:
        return _new_leader(project, wanted, day)
    if change.change_kind in (ChangeKind.BUDGET, ChangeKind.CONTENT) and contract is None:
        return no("what", "change-needs-contract")
    if change.change_kind == ChangeKind.BUDGET and contract is not None:
        return first_no(
            YES if wanted.lines else no("what", "change-empty"),
            lambda: budget_is_right(contract, wanted.lines),
            lambda: money_move_is_right(lines_of(contract), wanted.lines),
        )
    if change.change_kind == ChangeKind.CONTENT:
        return YES if wanted.texts else no("what", "change-empty")
    return YES


def _extension(project: Project, wanted: Wanted, day: date) -> Verdict:
    policy = policy_of(project).values
    if project.ends_on is None or wanted.ends_on is None:
        return no("what", "change-empty")
    return extension_is_right(
        project.ends_on,
        wanted.ends_on,
        asked_on=day,
        last_ask=add_months(project.ends_on, -policy.ask_months),
        last_end=add_months(project.ends_on, policy.longest_extension),
        granted_before=extensions_granted(project),
        most=policy.most_extensions,
    )


def _new_leader(project: Project, wanted: Wanted, day: date) -> Verdict:
    """A member of the institution, within the limits that would bind an applicant."""
    person = Person.objects.filter(uuid=wanted.person).first() if wanted.person else None
    if person is None:
        return no("what", "change-empty")
    if person.pk == project.principal_investigator_id:
        return no("what", "already-leads", name=person.name)
    if not possible_leaders(project).filter(pk=person.pk).exists():
        return no("what", "not-of-the-institution", name=person.name)
    application = project.application
    return limits_of_leader(person, application, today=day) if application else YES


def may_submit_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    return first_no(
        leads_project(user, change.project, at),
        lambda: grounds_suffice(change.grounds, least=policy_of(change.project).values.least_grounds),
        lambda: change_is_right(change, read(change.wanted), local_day(at)),
    )


def answers_for_institution(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    """Four eyes: an officer of the institution who does not lead the project."""
    return first_no(
        acts_for_project(user, change.project, at),
        lambda: no("who", "own-change") if leads_project(user, change.project, at) else YES,
    )


def still_right(change: ChangeRequest, at: datetime) -> Verdict:
    """Asked again when it is decided: money and limits may have moved; the day of asking stays."""
    asked_at = change.submitted_at or at
    return change_is_right(change, read(change.wanted), local_day(asked_at))


def needs_authority(change: ChangeRequest) -> bool:
    """The approval matrix (policy)."""
    return change.change_kind in policy_of(change.project).values.authority_kinds


def may_agree_to_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    return first_no(answers_for_institution(user, change, at), lambda: still_right(change, at))


def may_grant_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    """The officer of the programme; where the matrix leaves it to the institution, its officer with the consent."""
    if needs_authority(change):
        who = judges_project(user, change.project, at)
    else:
        who = answers_for_institution(user, change, at)
    return first_no(who, lambda: still_right(change, at))


def may_refuse_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    """By whoever has it: the institution, or the officer."""
    if change.state == ChangeState.AWAITING_AUTHORITY:
        return manages_project(user, change.project, at)
    return answers_for_institution(user, change, at)


def may_withdraw_change(user: Any, change: ChangeRequest, at: datetime) -> Verdict:
    return leads_project(user, change.project, at)
