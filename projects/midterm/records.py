"""Reports as the floors above see them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import ReasonForm
from core.records import Edit, Opening, RecordKind, StepAction
from projects.midterm.forms import AssessForm, open_report_form, write_report_form
from projects.midterm.models import Report
from projects.midterm.permissions import (
    may_assess_report,
    may_endorse_report,
    may_open_report,
    may_open_reports,
    may_send_back_report,
    may_submit_report,
    may_write_report,
)
from projects.midterm.presentation import present_report, row_of_report
from projects.midterm.queries import aims_of, reportable_projects, visible_reports
from projects.midterm.services import (
    Reached,
    assess_report,
    endorse_report,
    open_report,
    send_back_report,
    submit_report,
    write_report,
)


def form_for_opening(user: Any) -> type[forms.Form]:
    return open_report_form(reportable_projects(user))


def form_for_writing(report: Report) -> type[forms.Form]:
    return write_report_form(aims_of(report.project))


def write(report: Report, *, by: User, progress: str, problems: str, **cells: Any) -> Report:
    """``cells``: ``value-<position>`` and ``evidence-<position>`` of each indicator."""
    reached = {
        aim.position: Reached(cells.get(f"value-{aim.position}"), cells.get(f"evidence-{aim.position}") or "")
        for aim in aims_of(report.project)
    }
    return write_report(report, by=by, progress=progress, problems=problems, reached=reached)


def written(report: Report) -> dict[str, Any]:
    cells: dict[str, Any] = {"progress": report.progress, "problems": report.problems}
    for value in report.values.select_related("indicator"):
        cells[f"value-{value.indicator.position}"] = value.actual
        cells[f"evidence-{value.indicator.position}"] = value.evidence
    return cells


STEPS = {
    "submit": StepAction(
        may_submit_report, submit_report, None, _("The report goes to your institution as it is now.")
    ),
    "endorse": StepAction(
        may_endorse_report, endorse_report, None, _("Your institution vouches that the report is true.")
    ),
    "send_back": StepAction(may_send_back_report, send_back_report, ReasonForm),
    "assess": StepAction(
        may_assess_report,
        assess_report,
        AssessForm,
        _("“Basically qualified” orders a rectification; “unqualified” suspends the project."),
    ),
}
KINDS = [
    RecordKind(
        collection="reports",
        model=Report,
        label=_("Report"),
        label_plural=_("Reports"),
        visible=visible_reports,
        present=present_report,
        row=row_of_report,
        steps=STEPS,
        opening=Opening(
            may_open_reports,
            open_report,
            form_for_opening,
            _("Open a report"),
            parent="projects",
            offered=may_open_report,
        ),
        edits={
            "write": Edit(
                _("Write the report"),
                may_write_report,
                write,
                form_for_writing,
                written,
                _("Say for each indicator what it has reached, and by what evidence."),
            )
        },
        icon="progress-check",
        search=("project__title__icontains", "project__number__icontains"),
    )
]
