"""Verbs of annual and mid-term reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of, officers_of
from accounts.roles import Role
from core import clock
from core.notifications import notify
from core.transitions import lock, open_record, take_step
from core.verdict import Refused, no, require
from projects.contracts.models import Project
from projects.contracts.permissions import RUNNING
from projects.contracts.services import order_rectification, suspend_project, tell_project
from projects.contracts.states import ProjectState
from projects.midterm.models import IndicatorValue, Report
from projects.midterm.permissions import (
    may_assess_report,
    may_endorse_report,
    may_open_report,
    may_send_back_report,
    may_submit_report,
    may_write_report,
    policy_of,
)
from projects.midterm.rules import due_day, spending_rate, year_is_right
from projects.midterm.states import ReportKind


@dataclass(frozen=True)
class Reached:
    """What an indicator has reached (None: not said yet), and by what evidence."""

    actual: Decimal | None
    evidence: str = ""


def open_report(project: Project, *, report_kind: str, year: int, by: User) -> Report:
    """Open a report on a running project, by its leader or its officer; one of a kind a year.

    Due at mid-term, or some days into the next year (policy). Raises Refused (*what*, ``report-exists``).
    """
    policy = policy_of(project)
    with transaction.atomic():
        locked = lock(project)
        require(may_open_report(by, locked, clock.now()))
        require(year_is_right(year, locked.starts_on, locked.ends_on))
        assert locked.starts_on is not None and locked.ends_on is not None
        if Report.objects.filter(project=locked, report_kind=report_kind, year=year).exists():
            raise Refused(no("what", "report-exists", kind=str(ReportKind(report_kind).label), year=str(year)))
        share, days = policy.values.midterm_share, policy.values.annual_days
        report = open_record(
            Report(
                project=locked,
                thread=locked.thread,
                report_kind=report_kind,
                year=year,
                due_on=due_day(report_kind, year, locked.starts_on, locked.ends_on, share=share, days=days),
            ),
            by=by,
            facts={"report_kind": report_kind, "year": year},
            policies=(policy.version,),
        )
        if by.person_id != locked.principal_investigator_id:
            _tell(_leader_of(report), _("A report on your project is to be written"), report)
    return report


def write_report(report: Report, *, by: User, progress: str, problems: str, reached: Mapping[int, Reached]) -> Report:
    """Save the texts and, by the indicator's position, what was reached; what is not said yet stays away."""
    with transaction.atomic():
        locked = lock(report)
        require(may_write_report(by, locked, clock.now()))
        locked.progress, locked.problems = progress, problems
        locked.save(update_fields=["progress", "problems"])
        locked.values.all().delete()
        contract = getattr(locked.project, "contract", None)
        IndicatorValue.objects.bulk_create(
            IndicatorValue(report=locked, indicator=indicator, actual=said.actual, evidence=said.evidence)
            for indicator in (contract.indicators.all() if contract else [])
            if (said := reached.get(indicator.position)) is not None and said.actual is not None
        )
    return locked


def submit_report(report: Report, *, by: User) -> Report:
    """Hand the whole report to the institution; what was said goes into the ledger."""
    with transaction.atomic():
        locked = lock(report)
        values = locked.values.values_list("indicator__name", "actual")
        taken = take_step(
            locked, "submit", by=by, may=may_submit_report, facts={"values": [list(row) for row in values]}
        )
        _tell(officers_of(taken.project.institution), _("A report awaits your endorsement"), taken)
    return taken


def endorse_report(report: Report, *, by: User) -> Report:
    with transaction.atomic():
        taken = take_step(report, "endorse", by=by, may=may_endorse_report)
        department = taken.project.programme.department_id
        _tell(holders_of(Role.OFFICER, department), _("A report awaits your assessment"), taken)
    return taken


def send_back_report(report: Report, *, by: User, reason: str) -> Report:
    with transaction.atomic():
        taken = take_step(
            report,
            "send_back",
            by=by,
            may=may_send_back_report,
            reason=reason,
            changes={"submitted_at": None, "endorsed_at": None},
        )
        _tell(_leader_of(taken), _("Your report was returned"), taken, body=reason)
    return taken


def assess_report(report: Report, *, by: User, grade: str, opinion: str) -> Report:
    """Give grade and opinion with the rates of spending; a poor grade rectifies or suspends the project at once."""
    policy = policy_of(report.project)
    with transaction.atomic():
        project = lock(report.project)
        rates = _rates_of(project)
        taken = take_step(
            report,
            "assess",
            by=by,
            may=may_assess_report,
            facts={"grade": grade, **rates},
            changes={"grade": grade, "opinion": opinion, **rates},
            policies=(policy.version,),
        )
        if grade in policy.values.suspended_grades and project.state in RUNNING:
            suspend_project(project, by=by, reason=opinion)
        elif grade in policy.values.rectified_grades and project.state == ProjectState.ACTIVE:
            order_rectification(project, by=by, reason=opinion)
        else:
            tell_project(project, _("Your report was assessed"), body=opinion, address=_address(taken))
    return taken


def _rates_of(project: Project) -> dict[str, Decimal | None]:
    """Granted money spent, against what was approved and what arrived (practice.md section 8)."""
    money = getattr(project, "money", None)
    spent = money.granted_spent if money else Decimal(0)
    return {
        "approved_rate": spending_rate(spent, project.granted),
        "arrived_rate": spending_rate(spent, money.granted_paid if money else None),
    }


def _leader_of(report: Report) -> Any:
    return User.objects.filter(person_id=report.project.principal_investigator_id)


def _address(report: Report) -> str:
    return f"/records/reports/{report.uuid}/"


def _tell(users: Any, subject: Any, report: Report, *, body: str = "") -> None:
    notify(
        users,
        topic="report",
        subject=subject,
        body=body or report.project.title,
        address=_address(report),
        key=f"{_address(report)}:{report.state}:{report.state_since}",
    )
