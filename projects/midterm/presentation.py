"""Reports as their people and the staff see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.records import Fact, Presentation, Related, Table
from projects.contracts.presentation import subtitle_of
from projects.midterm.models import Report
from projects.midterm.queries import aims_of
from projects.midterm.rules import Aim, is_met, share_reached
from projects.midterm.states import ReportState

MET = {True: _("Met"), False: _("Not met"), None: _("Nothing promised")}
COLUMNS = [
    ("name", _("Indicator"), "text"),
    ("unit", _("Unit"), "text"),
    ("midterm", _("Mid-term value"), "text"),
    ("target", _("Final value"), "text"),
    ("actual", _("Reached"), "number"),
    ("at_midterm", _("Against the mid-term value"), "text"),
    ("at_end", _("Against the final value"), "text"),
    ("evidence", _("Evidence"), "text"),
]


def title_of(report: Report) -> str:
    return f"{report.get_report_kind_display()} {report.year} · {report.project.title}"


def due_of_report(report: Report) -> Any:
    return None if report.state == ReportState.ASSESSED else report.due_on


def row_of_report(report: Report, user: Any) -> Presentation:
    return Presentation(
        title_of(report), report.project.number, subtitle_of(report.project), due_at=due_of_report(report)
    )


def percent(rate: Any) -> str:
    return "" if rate is None else f"{rate:.2%}"


def present_report(report: Report, user: Any) -> Presentation:
    project = report.project
    return Presentation(
        title=title_of(report),
        number=project.number,
        subtitle=subtitle_of(project),
        facts=[
            Fact("report_kind", _("Report"), report.get_report_kind_display()),
            Fact("year", _("Year"), str(report.year)),
            Fact("due_on", _("Due"), report.due_on, "day"),
            Fact("submitted_at", _("Submitted at"), report.submitted_at, "instant"),
            Fact("endorsed_at", _("Endorsed at"), report.endorsed_at, "instant"),
            Fact("grade", _("Assessment"), report.get_grade_display()),
            Fact("opinion", _("Opinion"), report.opinion, "long"),
            Fact("approved_rate", _("Spent of what was approved"), percent(report.approved_rate)),
            Fact("arrived_rate", _("Spent of what arrived"), percent(report.arrived_rate)),
            Fact("progress", _("Progress"), report.progress, "long"),
            Fact("problems", _("Problems and what is done about them"), report.problems, "long"),
        ],
        tables=[Table("values", _("Indicators"), COLUMNS, _rows_of(report))],
        related=[Related("projects", project.uuid, str(_("Project")), project.state_label())],
        due_at=due_of_report(report),
    )


def _rows_of(report: Report) -> list[dict[str, Any]]:
    """One row per indicator of the contract, with its value where one was given."""
    contract = getattr(report.project, "contract", None)
    if contract is None:
        return []
    given = {value.indicator_id: value for value in report.values.all()}
    rows = []
    for indicator, aim in zip(contract.indicators.all(), aims_of(report.project), strict=True):
        value = given.get(indicator.pk)
        sign = indicator.get_comparison_display()
        rows.append(
            {
                "name": aim.name,
                "unit": aim.unit,
                "midterm": "" if aim.midterm is None else f"{sign} {aim.midterm.normalize():f}",
                "target": f"{sign} {aim.target.normalize():f}",
                "actual": value.actual if value else None,
                "at_midterm": MET[is_met(aim, value.actual, at_end=False)] if value else "",
                "at_end": _at_end(aim, value.actual) if value else "",
                "evidence": value.evidence if value else "",
            }
        )
    return rows


def _at_end(aim: Aim, actual: Decimal) -> Any:
    """Met, or how far a lower bound has come; a missed upper bound is missed, never a percentage."""
    share = share_reached(aim, actual)
    met = is_met(aim, actual, at_end=True)
    return MET[met] if met or share is None else f"{share} %"
