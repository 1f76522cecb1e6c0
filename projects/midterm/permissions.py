"""Who opens, writes, endorses and assesses a report, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_role, when
from accounts.roles import Role
from core.policy import InForce, in_force
from core.verdict import YES, Verdict, any_yes, first_no, no
from projects.applications.rules import text_fits
from projects.contracts.models import Project
from projects.contracts.permissions import (
    acts_for_project,
    judges_project,
    leads_project,
    manages_project,
    project_runs,
)
from projects.midterm.models import Report
from projects.midterm.policy import MidtermPolicy
from projects.midterm.queries import aims_of
from projects.midterm.rules import values_are_whole
from projects.midterm.states import ReportState


def policy_of(project: Project) -> InForce[MidtermPolicy]:
    return in_force(MidtermPolicy, scope=project.programme.code, year=project.year)


def may_open_reports(user: Any, at: datetime) -> Verdict:
    """Anybody who leads projects, and officers; the project is asked when it is chosen."""
    return any_yes(has_role(user, Role.OFFICER), when(user is not None and bool(user.person_id)))


def may_open_report(user: Any, project: Project, at: datetime) -> Verdict:
    return first_no(
        any_yes(leads_project(user, project, at), lambda: manages_project(user, project, at)), project_runs(project)
    )


def may_write_report(user: Any, report: Report, at: datetime) -> Verdict:
    return first_no(
        leads_project(user, report.project, at),
        YES if report.state == ReportState.DRAFT else no("when", "report-not-draft"),
    )


def report_is_whole(report: Report) -> Verdict:
    """Both texts are long enough and every indicator has a value."""
    policy = policy_of(report.project).values
    values = dict(report.values.values_list("indicator__position", "actual"))
    most = policy.longest_text
    return first_no(
        text_fits(str(_("Progress")), report.progress, least=policy.least_progress, most=most, required=True),
        text_fits(
            str(_("Problems and what is done about them")),
            report.problems,
            least=policy.least_problems,
            most=most,
            required=True,
        ),
        values_are_whole(aims_of(report.project), values),
    )


def may_submit_report(user: Any, report: Report, at: datetime) -> Verdict:
    return first_no(leads_project(user, report.project, at), lambda: report_is_whole(report))


def may_endorse_report(user: Any, report: Report, at: datetime) -> Verdict:
    """Four eyes: an officer of the institution who does not lead the project."""
    return first_no(
        acts_for_project(user, report.project, at),
        lambda: no("who", "own-report") if leads_project(user, report.project, at) else YES,
    )


def may_send_back_report(user: Any, report: Report, at: datetime) -> Verdict:
    """By whoever has it: the institution, or the officer."""
    if report.state == ReportState.UNDER_ASSESSMENT:
        return manages_project(user, report.project, at)
    return acts_for_project(user, report.project, at)


def may_assess_report(user: Any, report: Report, at: datetime) -> Verdict:
    return judges_project(user, report.project, at)
