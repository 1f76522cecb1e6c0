"""Who applies for acceptance, endorses, reviews and concludes, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import another_than, has_role
from accounts.roles import Role
from core.clock import local_day
from core.policy import InForce, in_force
from core.verdict import YES, Verdict, first_no, no
from projects.acceptance.models import Acceptance
from projects.acceptance.policy import AcceptancePolicy
from projects.acceptance.queries import reached_of
from projects.acceptance.rules import every_value_given, midterm_assessed, rectification_left, summary_given
from projects.acceptance.states import AcceptanceState
from projects.archive.queries import missing_parts
from projects.archive.rules import nothing_missing
from projects.contracts.models import Project
from projects.contracts.permissions import (
    acts_for_project,
    does_not_lead,
    judges_project,
    leads_project,
    manages_project,
)
from projects.contracts.states import ProjectState
from projects.midterm.queries import midterm_due_on
from projects.midterm.states import ReportKind, ReportState

EDITABLE = (AcceptanceState.DRAFT, AcceptanceState.RECTIFICATION)


def policy_of(project: Project) -> InForce[AcceptancePolicy]:
    return in_force(AcceptancePolicy, scope=project.programme.code, year=project.year)


def is_active(project: Project) -> Verdict:
    if project.state == ProjectState.ACTIVE:
        return YES
    return no("when", "project-not-active", state=project.state_label())


def may_open_acceptance(user: Any, project: Project, at: datetime) -> Verdict:
    begun = Acceptance.objects.filter(project=project).first()
    return first_no(
        leads_project(user, project, at),
        is_active(project),
        no("when", "acceptance-exists", number=begun.number) if begun else YES,
    )


def may_write_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    return first_no(
        leads_project(user, acceptance.project, at),
        YES if acceptance.state in EDITABLE else no("when", "acceptance-not-editable", state=acceptance.state_label()),
    )


def is_complete(acceptance: Acceptance) -> Verdict:
    return first_no(summary_given(acceptance.summary), lambda: every_value_given(reached_of(acceptance)))


def midterm_is_assessed(project: Project, at: datetime) -> Verdict:
    assessed = project.reports.filter(report_kind=ReportKind.MIDTERM, state=ReportState.ASSESSED).exists()
    return midterm_assessed(midterm_due_on(project), is_assessed=assessed, today=local_day(at))


def may_submit_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    project = acceptance.project
    return first_no(
        leads_project(user, project, at),
        is_active(project),
        lambda: is_complete(acceptance),
        lambda: midterm_is_assessed(project, at),
    )


def may_endorse_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    """Four eyes: an officer of the institution who does not lead the project; the project must still run."""
    project = acceptance.project
    return first_no(
        acts_for_project(user, project, at),
        lambda: no("who", "own-acceptance") if leads_project(user, project, at) else YES,
        is_active(project),
    )


def may_send_back_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    """By whoever has it: the institution, or the officer of the programme."""
    if acceptance.state == AcceptanceState.UNDER_REVIEW:
        return manages_project(user, acceptance.project, at)
    return acts_for_project(user, acceptance.project, at)


def may_order_rectification(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    return first_no(judges_project(user, acceptance.project, at), rectification_left(acceptance.rectifications))


def may_resubmit_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    return first_no(leads_project(user, acceptance.project, at), lambda: is_complete(acceptance))


def may_review_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    return judges_project(user, acceptance.project, at)


def archive_is_whole(project: Project) -> Verdict:
    """No complete archive, no acceptance: every part due by now is there."""
    return nothing_missing([str(part.title) for part in missing_parts(project)])


def may_conclude_acceptance(user: Any, acceptance: Acceptance, at: datetime) -> Verdict:
    return first_no(
        has_role(user, Role.LEADER),
        lambda: another_than(user, acceptance.reviewed_by_id),
        lambda: does_not_lead(user, acceptance.project, at),
        lambda: archive_is_whole(acceptance.project),
    )
