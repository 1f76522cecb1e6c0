"""The application as it was submitted, its attachments, the formal check, and what the review concluded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import files
from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Facts, Heading, Paragraph, Table, active_content, is_whole_pdf
from core.models import LedgerEntry
from projects.applications.models import Attachment
from projects.applications.states import Category, Comparison, Source
from projects.archived.words import D30, Y, filed, plain_number, rows_of, when, yuan
from projects.calls.form_definition import current_form, sections_of
from projects.contracts.models import Project
from projects.screening.presentation import checks_of

Content = dict[str, Any]


def applications(project: Project) -> Iterator[ArchivedDocument]:
    """Each snapshot in full, with its receipt and fingerprint."""
    if project.application is None:
        return
    for snapshot in project.application.snapshots.order_by("number"):
        content: Content = snapshot.content
        facts = [
            (_("Receipt"), snapshot.receipt_number),
            (_("Fingerprint (SHA-256) of what was submitted"), snapshot.sha256),
            (_("Submitted at"), when(snapshot.taken_at)),
            (_("Call"), content.get("call", "")),
            (_("Title"), content.get("title", "")),
            (_("Institution"), content.get("institution", "")),
            (_("Project leader"), content.get("principal_investigator", "")),
            (_("Starts on"), content.get("starts_on") or ""),
            (_("Ends on"), content.get("ends_on") or ""),
        ]
        name = f"10-application-{snapshot.number:02d}"
        blocks: list[Block] = [Facts(facts), *_texts(project, content), *_tables(content)]
        yield filed(project, name, _("Application as submitted"), snapshot.receipt_number, snapshot.taken_at, blocks)


def _texts(project: Project, content: Content) -> Iterator[Block]:
    """The texts of the sections under the labels of the call's form."""
    written = content.get("sections", {})
    for section in sections_of(current_form(project.application.call)) if project.application else []:
        for field in section.fields:
            text = written.get(section.key, {}).get(field.key, "")
            if text:
                yield Heading(str(field.label))
                yield Paragraph(str(text))


def _tables(content: Content) -> Iterator[Block]:
    team = rows_of(content.get("team", []), "name", "institution_name", "title", "task", "months")
    yield Table([_("Name"), _("Institution"), _("Professional title"), _("Task"), _("Months")], team, title=_("Team"))
    yield Table(
        [_("Indicator"), _("Existing value"), _("Mid-term value"), _("Final value"), _("Unit"), _("Method of proof")],
        [
            [
                each["name"],
                plain_number(each.get("existing")),
                plain_number(each.get("midterm")),
                f"{Comparison(each['comparison']).label} {plain_number(each['target'])}",
                each["unit"],
                each["method"],
            ]
            for each in content.get("indicators", [])
        ],
        title=_("Indicators"),
    )
    plans = rows_of(content.get("year_plan", []), "year", "content", "outcome")
    yield Table([_("Year"), _("Work"), _("Outcome")], plans, title=_("Year plan"))
    yield Table(
        [_("Source"), _("Category"), _("Amount")],
        [
            [Source(line["source"]).label, Category(line["category"]).label, yuan(line["amount"])]
            for line in content.get("budget", [])
        ],
        ["left", "left", "right"],
        title=_("Budget (yuan)"),
    )
    attached = rows_of(content.get("attachments", []), "kind", "name", "size", "sha256")
    yield Table([_("Kind"), _("File"), _("Size"), _("Fingerprint (SHA-256)")], attached, title=_("Attachments"))


def attachments(project: Project) -> Iterator[ArchivedDocument]:
    """The files attached, byte for byte. What holds scripts stays outside; its fingerprint is in the application."""
    if project.application is None:
        return
    number = 0
    for attachment in project.application.attachments.select_related("file").order_by("pk"):
        content = _safe_bytes(attachment)
        if content is None:
            continue
        number += 1
        name = f"11-attachment-{number:02d}-{attachment.name}"[:120]
        yield ArchivedDocument(files.clean_name(name), attachment.name, content, attachment.attached_at)


def _safe_bytes(attachment: Attachment) -> bytes | None:
    try:
        content = files.read_file(attachment.file.sha256)
    except FileNotFoundError:
        return None
    mime = files.type_of(content[:4096], io.BytesIO(content))
    if mime == files.PDF and (active_content(content) or not is_whole_pdf(content)):
        return None
    return content if mime in files.ATTACHMENTS else None


def formal_checks(project: Project) -> Iterator[ArchivedDocument]:
    """What was checked and by whom it was accepted; remarks on persons stay in the records."""
    application = project.application
    if application is None or application.accepted_at is None:
        return
    passed = {True: _("Passed check"), False: _("Look here")}
    checks = [[name, passed[check.passed], when(check.checked_at)] for name, check in checks_of(application, "rule")]
    entries = LedgerEntry.objects.filter(kind=application.kind, record=application.uuid).order_by("seq")
    steps = [
        [str(application.lifecycle.step(entry.step).done), entry.actor_name, when(entry.at), entry.reason]
        for entry in entries
        if entry.step in application.lifecycle.names()
    ]
    blocks: list[Block] = [
        Table([_("Check"), _("Result"), _("Checked at")], checks, title=_("Machine checks")),
        Table([_("Step"), _("By"), _("At"), _("Reason")], steps, title=_("Course of events")),
    ]
    number = application.number or ""
    yield filed(project, "20-formal-check-01", _("Record of the formal check"), number, application.accepted_at, blocks)


def outcomes(project: Project) -> Iterator[ArchivedDocument]:
    """Score and place of each review, without the experts' names."""
    application = project.application
    if application is None:
        return
    recommended = {True: _("Recommended"), False: _("Not recommended")}
    for position, outcome in enumerate(application.outcomes.order_by("handed_down_at", "pk"), 1):
        facts = [
            (_("Score"), outcome.score),
            (_("Place"), f"{outcome.rank} / {outcome.of}"),
            (_("Recommendation"), recommended[outcome.is_recommended]),
            (_("Suggested amount (yuan)"), yuan(outcome.recommended_amount)),
            (_("Handed down at"), when(outcome.handed_down_at)),
        ]
        name = f"25-review-{position:02d}"
        number = application.number or ""
        yield filed(project, name, _("Outcome of the review"), number, outcome.handed_down_at, [Facts(facts)])


def was_entered(project: Project) -> bool:
    """Imported projects have no application here; their paper lies elsewhere."""
    return project.application_id is not None


def was_reviewed(project: Project) -> bool:
    return project.decision_item is not None and project.decision_item.score is not None


PARTS = [
    ArchivedPart("10-application", _("Application as submitted"), Y, was_entered, applications),
    ArchivedPart("11-attachment", _("Attachments"), Y, lambda project: False, attachments),
    ArchivedPart("20-formal-check", _("Record of the formal check"), D30, was_entered, formal_checks),
    ArchivedPart("25-review", _("Outcome of the review"), D30, was_reviewed, outcomes),
]
