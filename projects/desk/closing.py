"""What waits for whom at the end of a project: acceptance, and the archive file to check and seal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.queries import institutions_of, roles_of
from accounts.roles import Role
from core.calendar import add_months
from core.clock import local_day
from core.contributions import Waiting, Watching
from core.policy import in_force
from projects.acceptance.models import Acceptance
from projects.acceptance.policy import AcceptancePolicy
from projects.acceptance.queries import projects_to_accept, visible_acceptances
from projects.acceptance.records import due_of
from projects.acceptance.states import AcceptanceState as A
from projects.archive.models import ArchiveFile
from projects.archive.queries import visible_archives
from projects.archive.rules import ENDED
from projects.archive.states import ArchiveState
from projects.calls.queries import programmes_of
from projects.contracts.models import Project
from projects.contracts.policy import ContractPolicy

MOST = 50


def waiting(user: Any, at: datetime) -> list[Waiting]:
    held = set(roles_of(user))
    rows = visible_acceptances(user)
    found: list[Waiting] = []
    if Role.APPLICANT in held and user.person_id:
        found += _to_apply(user, at)
        mine = rows.filter(project__principal_investigator_id=user.person_id)
        found += _acceptances(mine.filter(state=A.DRAFT), Role.APPLICANT, _("Finish the acceptance"))
        found += _acceptances(mine.filter(state=A.RECTIFICATION), Role.APPLICANT, _("Send the rectification"))
    if Role.INSTITUTION in held:
        units = institutions_of(user, MembershipRole.OFFICER)
        ours = rows.filter(project__institution_id__in=units, state=A.AWAITING_ENDORSEMENT)
        others = ours.exclude(project__principal_investigator_id=user.person_id)
        found += _acceptances(others, Role.INSTITUTION, _("Endorse the acceptance"))
    if Role.OFFICER in held:
        managed = rows.filter(project__programme__in=programmes_of(user), state=A.UNDER_REVIEW)
        found += _acceptances(managed, Role.OFFICER, _("Record the experts' opinion"))
    if Role.LEADER in held:
        reviewed = rows.filter(state=A.REVIEWED).exclude(reviewed_by=user)
        found += _acceptances(reviewed, Role.LEADER, _("Give the conclusion"))
    if Role.ARCHIVIST in held:
        ended = visible_archives(user).filter(project__state__in=ENDED)
        found += _archives(ended.filter(state=ArchiveState.OPEN), _("Check the archive file"))
        found += _archives(ended.filter(state=ArchiveState.CHECKED), _("Seal the archive"))
    return found


def _to_apply(user: Any, at: datetime) -> list[Waiting]:
    """Projects near or past their end whose acceptance was not begun."""
    months = in_force(AcceptancePolicy, on=local_day(at)).values.announce_months
    within = in_force(ContractPolicy, on=local_day(at)).values.acceptance_months
    projects: QuerySet[Project] = projects_to_accept(user, ending_by=add_months(local_day(at), months))
    return [
        Waiting(
            Role.APPLICANT, _("Apply for acceptance"), each.title, each.number, "projects", each.uuid,
            each.state_label(), add_months(each.ends_on, within) if each.ends_on else None, each.institution.name,
            url=f"/records/acceptances/new/?project={each.uuid}", topic="process",
        )
        for each in projects.order_by("ends_on", "pk")[:MOST]
    ]  # fmt: skip


def _acceptances(rows: QuerySet[Acceptance], role: str, task: Any) -> list[Waiting]:
    return [
        Waiting(
            role, task, each.project.title, each.number, "acceptances", each.uuid, each.state_label(), due_of(each),
            each.project.institution.name, topic="process",
        )
        for each in rows.order_by("due_on", "pk")[:MOST]
    ]  # fmt: skip


def _archives(rows: QuerySet[ArchiveFile], task: Any) -> list[Waiting]:
    return [
        Waiting(
            Role.ARCHIVIST, task, each.project.title, each.number, "archives", each.uuid, each.state_label(), None,
            each.project.institution.name, topic="archive",
        )
        for each in rows.order_by("state_since", "pk")[:MOST]
    ]  # fmt: skip


def watching(user: Any, at: datetime) -> list[Watching]:
    """Acceptances that the leader has handed in: who has them."""
    if not getattr(user, "person_id", None):
        return []
    under_way = (A.AWAITING_ENDORSEMENT, A.UNDER_REVIEW, A.REVIEWED)
    rows = visible_acceptances(user).filter(project__principal_investigator_id=user.person_id, state__in=under_way)
    return [
        Watching(
            Role.APPLICANT, each.project.title, each.state_label(), f"/records/acceptances/{each.uuid}/", each.due_on
        )
        for each in rows.order_by("due_on", "pk")[:10]
    ]
