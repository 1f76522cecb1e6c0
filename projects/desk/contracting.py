"""What waits for whom between the issued decision and the start of a project, and while it is rectified or paused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.queries import institutions_of, roles_of
from accounts.roles import Role
from core.clock import local_day
from core.contributions import Waiting, Watching
from projects.calls.queries import programmes_of
from projects.contracts.models import Contract, Project
from projects.contracts.presentation import due_of_contract, due_of_project
from projects.contracts.queries import visible_contracts, visible_projects
from projects.contracts.states import ContractState as C
from projects.contracts.states import ProjectState as P

MOST = 50
UNDER_WAY = (C.AWAITING_INSTITUTION, C.AWAITING_AUTHORITY)


def waiting(user: Any, at: datetime) -> list[Waiting]:
    held = set(roles_of(user))
    contracts = visible_contracts(user)
    found: list[Waiting] = []
    if Role.APPLICANT in held and user.person_id:
        mine = contracts.filter(project__principal_investigator_id=user.person_id, state=C.DRAFT)
        found += _contracts(mine, Role.APPLICANT, _("Rebuild the budget and sign the contract"))
    if Role.INSTITUTION in held:
        units = institutions_of(user, MembershipRole.OFFICER)
        ours = contracts.filter(project__institution_id__in=units, state=C.AWAITING_INSTITUTION)
        found += _contracts(
            ours.exclude(project__principal_investigator_id=user.person_id), Role.INSTITUTION, _("Sign the contract")
        )
    if Role.LEADER in held:
        theirs = contracts.filter(state=C.AWAITING_AUTHORITY).exclude(institution_signed_by=user)
        found += _contracts(theirs, Role.LEADER, _("Countersign the contract"))
    if Role.OFFICER in held:
        managed = contracts.filter(project__programme__in=programmes_of(user))
        late = managed.filter(state__in=[C.DRAFT, *UNDER_WAY], due_on__lt=local_day(at))
        found += _contracts(late, Role.OFFICER, _("Let the unsigned contract lapse"))
        projects = visible_projects(user).filter(programme__in=programmes_of(user))
        found += _projects(projects.filter(state=P.RECTIFYING), _("Confirm the rectification"))
        found += _projects(projects.filter(state=P.SUSPENDED), _("Decide on the suspended project"))
    return found


def _contracts(rows: QuerySet[Contract], role: str, task: Any) -> list[Waiting]:
    return [
        Waiting(
            role, task, each.project.title, each.number, "contracts", each.uuid, each.state_label(),
            due_of_contract(each), each.project.institution.name, topic="contract",
        )
        for each in rows.order_by("due_on", "pk")[:MOST]
    ]  # fmt: skip


def _projects(rows: QuerySet[Project], task: Any) -> list[Waiting]:
    return [
        Waiting(
            Role.OFFICER, task, each.title, each.number, "projects", each.uuid, each.state_label(),
            due_of_project(each), each.institution.name, topic="contract",
        )
        for each in rows.order_by("state_since")[:MOST]
    ]  # fmt: skip


def watching(user: Any, at: datetime) -> list[Watching]:
    """Contracts that the leader has signed: who has them, until when."""
    if not getattr(user, "person_id", None):
        return []
    rows = visible_contracts(user).filter(project__principal_investigator_id=user.person_id, state__in=UNDER_WAY)
    return [
        Watching(
            Role.APPLICANT, each.project.title, each.state_label(), f"/records/contracts/{each.uuid}/", each.due_on
        )
        for each in rows.order_by("due_on")[:10]
    ]
