"""What waits for whom around annual and mid-term reports."""

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
from core.policy import in_force
from projects.calls.queries import programmes_of
from projects.contracts.queries import visible_projects
from projects.midterm.models import Report
from projects.midterm.policy import MidtermPolicy
from projects.midterm.presentation import due_of_report, title_of
from projects.midterm.queries import RUNNING, visible_reports
from projects.midterm.rules import half_way
from projects.midterm.states import ReportKind
from projects.midterm.states import ReportState as R

MOST = 50


def waiting(user: Any, at: datetime) -> list[Waiting]:
    held = set(roles_of(user))
    reports = visible_reports(user)
    found: list[Waiting] = []
    if Role.APPLICANT in held and user.person_id:
        mine = reports.filter(project__principal_investigator_id=user.person_id, state=R.DRAFT)
        tasks = {ReportKind.MIDTERM: _("Write the mid-term report"), ReportKind.ANNUAL: _("Write the annual report")}
        found += [_line(each, Role.APPLICANT, tasks[ReportKind(each.report_kind)]) for each in _first(mine)]
        found += _half_way(user, at)
    if Role.INSTITUTION in held:
        units = institutions_of(user, MembershipRole.OFFICER)
        ours = reports.filter(project__institution_id__in=units, state=R.AWAITING_ENDORSEMENT)
        ours = ours.exclude(project__principal_investigator_id=user.person_id)
        found += [_line(each, Role.INSTITUTION, _("Endorse the report")) for each in _first(ours)]
    if Role.OFFICER in held:
        managed = reports.filter(project__programme__in=programmes_of(user), state=R.UNDER_ASSESSMENT)
        found += [_line(each, Role.OFFICER, _("Assess the report")) for each in _first(managed)]
    return found


def _first(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.order_by("due_on", "pk")[:MOST]


def _line(report: Report, role: str, task: Any) -> Waiting:
    return Waiting(
        role, task, title_of(report), report.project.number, "reports", report.uuid, report.state_label(),
        due_of_report(report), report.project.institution.name, topic="process",
    )  # fmt: skip


def _half_way(user: Any, at: datetime) -> list[Waiting]:
    """Led projects whose half-time has come while no mid-term report was opened."""
    share, today = in_force(MidtermPolicy).values.midterm_share, local_day(at)
    rows = visible_projects(user).filter(
        principal_investigator_id=user.person_id, state__in=RUNNING, starts_on__isnull=False, ends_on__isnull=False
    )
    found = []
    for project in rows.exclude(reports__report_kind=ReportKind.MIDTERM).order_by("starts_on")[:MOST]:
        assert project.starts_on is not None and project.ends_on is not None
        due = half_way(project.starts_on, project.ends_on, share=share)
        if due <= today:
            address = f"/records/reports/new/?project={project.uuid}&report_kind=midterm&year={due.year}"
            found.append(
                Waiting(
                    Role.APPLICANT, _("Open the mid-term report"), project.title, project.number, "projects",
                    project.uuid, project.state_label(), due, project.institution.name, url=address, topic="process",
                )
            )  # fmt: skip
    return found


def watching(user: Any, at: datetime) -> list[Watching]:
    """Reports that the leader handed in: who has them."""
    if not getattr(user, "person_id", None):
        return []
    under_way = [R.AWAITING_ENDORSEMENT, R.UNDER_ASSESSMENT]
    rows = visible_reports(user).filter(project__principal_investigator_id=user.person_id, state__in=under_way)
    return [
        Watching(Role.APPLICANT, title_of(each), each.state_label(), f"/records/reports/{each.uuid}/")
        for each in rows.order_by("state_since")[:10]
    ]
