"""Who sees which reports, and what they concluded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.queries import departments_of
from accounts.roles import Role
from core.policy import in_force
from projects.contracts.models import Project
from projects.contracts.queries import visible_projects
from projects.contracts.states import ProjectState
from projects.midterm.models import Report
from projects.midterm.policy import MidtermPolicy
from projects.midterm.rules import Aim, half_way
from projects.midterm.states import Grade, ReportKind, ReportState

RUNNING = (ProjectState.ACTIVE, ProjectState.RECTIFYING)


def visible_reports(user: Any) -> QuerySet[Report]:
    """Whoever sees the project sees its reports."""
    return Report.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "project__principal_investigator"
    )


def reportable_projects(user: Any) -> QuerySet[Project]:
    """Running projects on which this user may open a report: as their leader, or as officer of their programme."""
    own = Q(programme__department_id__in=departments_of(user, Role.OFFICER))
    if getattr(user, "person_id", None):
        own |= Q(principal_investigator_id=user.person_id)
    return visible_projects(user).filter(own, state__in=RUNNING).order_by("number")


def aims_of(project: Project) -> list[Aim]:
    """The indicators of the contract; none where the project was brought in without one."""
    contract = getattr(project, "contract", None)
    if contract is None:
        return []
    return [Aim(i.position, i.name, i.comparison, i.midterm, i.target, i.unit) for i in contract.indicators.all()]


def midterm_is_qualified(project: Project) -> bool:
    """Was the last assessed mid-term report at least qualified? (The second tranche waits for this.)"""
    last = (
        Report.objects.filter(project=project, report_kind=ReportKind.MIDTERM, state=ReportState.ASSESSED)
        .order_by("-assessed_at")
        .first()
    )
    return last is not None and last.grade in (Grade.EXCELLENT, Grade.QUALIFIED)


def midterm_due_on(project: Project) -> date | None:
    """The day by which the mid-term report is due (policy); None for a project that was brought in or has no period."""
    if project.application_id is None or project.starts_on is None or project.ends_on is None:
        return None
    share = in_force(MidtermPolicy, scope=project.programme.code, year=project.year).values.midterm_share
    return half_way(project.starts_on, project.ends_on, share=share)
