"""Who sees which projects and contracts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import MembershipRole
from accounts.permissions import is_staff
from accounts.queries import institutions_of
from projects.applications.models import TeamMember
from projects.calls.queries import programmes_of
from projects.contracts.models import Contract, Project


def visible_projects(user: Any) -> QuerySet[Project]:
    """The leader, the team, officers and finance officers of the institution; staff those of their programmes."""
    if user is None or not user.is_authenticated:
        return Project.objects.none()
    seen = Q(pk__in=())
    if user.person_id:
        teams = TeamMember.objects.filter(person_id=user.person_id).values("application_id")
        seen |= Q(principal_investigator_id=user.person_id) | Q(application_id__in=teams)
    units = institutions_of(user, MembershipRole.OFFICER, MembershipRole.FINANCE)
    if units:
        seen |= Q(institution_id__in=units)
    if is_staff(user):
        seen |= Q(programme__in=programmes_of(user))
    return Project.objects.filter(seen).select_related("programme", "institution", "principal_investigator")


def visible_contracts(user: Any) -> QuerySet[Contract]:
    """Whoever sees the project sees its contract."""
    return Contract.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "project__principal_investigator"
    )
