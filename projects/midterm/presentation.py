"""Reports as their people and the staff see them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.records import Fact, Presentation, Related, Table
from projects.contracts.presentation import subtitle_of
from projects.midterm.models import Report
from projects.midterm.queries import aims_of
from projects.midterm.rules import is_met, share_reached
from projects.midterm.states import ReportState

MET = {True: _("Met"), False: _("Not met"), None: _("Nothing promised for mid-term")}
COLUMNS = [
    ("name", _("Indicator"), "text"),
    ("sign", "", "text"),
    ("midterm", _("Mid-term value"), "number"),
    ("target", _("Final value"), "number"),
    ("unit", _("Unit"), "text"),
    ("actual", _("Reached"), "number"),
    ("midterm_met", _("At mid-term"), "text"),
    ("final_met", _("Final value reached"), "text"),
    ("share", _("Share of the final value (%)"), "number"),
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
        row: dict[str, Any] = {
            "name": aim.name,
            "sign": indicator.get_comparison_display(),
            "midterm": aim.midterm,
            "target": aim.target,
            "unit": indicator.unit,
            "actual": None, "midterm_met": None, "final_met": None, "share": None, "evidence": "",
        }  # fmt: skip
        if value is not None:
            row |= {
                "actual": value.actual,
                "midterm_met": MET[is_met(aim, value.actual, at_end=False)],
                "final_met": MET[is_met(aim, value.actual, at_end=True)],
                "share": share_reached(aim, value.actual),
                "evidence": value.evidence,
            }
        rows.append(row)
    return rows
