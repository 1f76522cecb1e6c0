"""Annual and mid-term reports, and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from core import clock
from core.clock import local_day
from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Facts, Heading, Paragraph, Table
from projects.archived.words import D30, Y, filed, plain_number, when
from projects.changes.presentation import differences_of
from projects.changes.states import ChangeState
from projects.contracts.models import Project
from projects.contracts.states import ProjectState
from projects.midterm.models import Report
from projects.midterm.queries import midterm_due_on
from projects.midterm.states import ReportKind, ReportState


def reports(kind: str, code: str) -> Callable[[Project], Iterator[ArchivedDocument]]:
    """Each assessed report of a kind, with what its indicators had reached."""

    def documents(project: Project) -> Iterator[ArchivedDocument]:
        assessed = project.reports.filter(report_kind=kind, state=ReportState.ASSESSED).order_by("year")
        for position, report in enumerate(assessed, 1):
            title = f"{report.get_report_kind_display()} {report.year}"
            made_at = report.assessed_at or report.submitted_at
            assert made_at is not None
            yield filed(project, f"{code}-{position:02d}", title, project.number, made_at, list(_blocks(report)))

    return documents


def _blocks(report: Report) -> Iterator[Block]:
    yield Facts(
        [
            (_("Year"), report.year),
            (_("Due"), when(report.due_on)),
            (_("Submitted at"), when(report.submitted_at)),
            (_("Endorsed at"), when(report.endorsed_at)),
            (_("Assessed at"), when(report.assessed_at)),
            (_("Grade"), report.get_grade_display()),
        ]
    )
    for head, text in ((_("Progress"), report.progress), (_("Problems"), report.problems), (_("Opinion"), report.opinion)):  # fmt: skip
        if text:
            yield Heading(str(head))
            yield Paragraph(text)
    values = [
        [each.indicator.name, plain_number(each.actual), each.indicator.unit, each.evidence]
        for each in report.values.select_related("indicator").order_by("indicator__position")
    ]
    yield Table([_("Indicator"), _("Value reached"), _("Unit"), _("Evidence")], values, title=_("Indicators"))


def changes(project: Project) -> Iterator[ArchivedDocument]:
    """Each change that was decided on, with what it changed from and to."""
    decided = project.changes.filter(state__in=[ChangeState.GRANTED, ChangeState.REFUSED]).order_by("pk")
    for position, change in enumerate(decided, 1):
        assert change.decided_at is not None
        facts = [
            (_("Kind"), change.get_change_kind_display()),
            (_("State"), change.state_label()),
            (_("Submitted at"), when(change.submitted_at)),
            (_("Agreed at"), when(change.agreed_at)),
            (_("Decided at"), when(change.decided_at)),
            (_("Answer"), change.answer),
        ]
        granted = change.state == ChangeState.GRANTED
        rows = [
            [str(row["what"]), str(row["before"]) if granted else "", str(row["wanted"])]
            for row in differences_of(change)
        ]
        blocks: list[Block] = [
            Facts(facts),
            Heading(str(_("Grounds"))),
            Paragraph(change.grounds),
            Table([_("Field"), _("Before"), _("After")], rows, title=_("What changes")),
        ]
        yield filed(project, f"60-change-{position:02d}", _("Change request"), change.number, change.decided_at, blocks)


def midterm_is_due(project: Project) -> bool:
    """When its day has passed before the project ended; a project that was terminated owes none."""
    if project.state == ProjectState.TERMINATED:
        return False
    due = midterm_due_on(project)
    return due is not None and due < local_day(project.ended_at or clock.now())


PARTS = [
    ArchivedPart("50-annual", _("Annual reports"), Y, lambda project: False, reports(ReportKind.ANNUAL, "50-annual")),
    ArchivedPart("51-midterm", _("Mid-term report"), Y, midterm_is_due, reports(ReportKind.MIDTERM, "51-midterm")),
    ArchivedPart("60-change", _("Change requests"), D30, lambda project: False, changes),
]
