"""Who sees which change requests."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person
from accounts.queries import current_memberships
from core.clock import today
from projects.changes.models import ChangeRequest
from projects.changes.states import ChangeKind, ChangeState
from projects.contracts.models import Project
from projects.contracts.queries import visible_projects
from projects.contracts.states import ProjectState

RUNNING = (ProjectState.ACTIVE, ProjectState.RECTIFYING)
CLOSED = (ChangeState.GRANTED, ChangeState.REFUSED, ChangeState.WITHDRAWN)


def visible_changes(user: Any) -> QuerySet[ChangeRequest]:
    """Whoever sees the project sees its requests once they are handed in; drafts are the leader's."""
    seen = ~Q(state=ChangeState.DRAFT)
    if getattr(user, "person_id", None):
        seen |= Q(project__principal_investigator_id=user.person_id)
    return ChangeRequest.objects.filter(seen, project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "project__principal_investigator"
    )


def changeable_projects(user: Any) -> QuerySet[Project]:
    """Projects that this user leads and that run, or are suspended (they can still be terminated)."""
    rows = visible_projects(user).filter(principal_investigator_id=getattr(user, "person_id", None))
    return rows.filter(state__in=[*RUNNING, ProjectState.SUSPENDED]).order_by("number")


def possible_leaders(project: Project) -> QuerySet[Person]:
    """Members of the project's institution other than its leader."""
    members = current_memberships(today()).filter(institution_id=project.institution_id)
    return (
        Person.objects.filter(pk__in=members.values("person_id"))
        .exclude(pk=project.principal_investigator_id)
        .order_by("name", "pk")
    )


def pending_of(project: Project, change_kind: str) -> ChangeRequest | None:
    """The request of this kind that is under way, if there is one."""
    return ChangeRequest.objects.filter(project=project, change_kind=change_kind).exclude(state__in=CLOSED).first()


def extensions_granted(project: Project) -> int:
    return ChangeRequest.objects.filter(
        project=project, change_kind=ChangeKind.PERIOD, state=ChangeState.GRANTED
    ).count()
