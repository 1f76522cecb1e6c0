"""The archive file as the floors above see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_staff
from core.forms import ReasonForm
from core.records import Edit, Fact, FileLink, Presentation, RecordKind, Related, StepAction, Table
from projects.archive.models import ArchiveFile
from projects.archive.permissions import (
    keeps_archives,
    may_bring_up_to_date,
    may_check_archive,
    may_seal_archive,
    subjects,
    words_of_row,
)
from projects.archive.queries import last_run, missing_parts, visible_archives
from projects.archive.rules import item_number
from projects.archive.services import (
    bring_up_to_date,
    check_archive,
    reopen_archive,
    run_check,
    seal_archive,
)
from projects.archive.states import ArchiveState, Property

ITEM_COLUMNS = [
    ("number", _("Number"), "text"),
    ("title", _("Title"), "text"),
    ("retention", _("Retention"), "text"),
    ("made_at", pgettext_lazy("archive", "Made at"), "instant"),
    ("name", _("File"), "text"),
    ("sha256", _("Fingerprint (SHA-256)"), "text"),
]
CHECK_COLUMNS = [
    ("property", _("Property"), "text"),
    ("result", _("Result"), "text"),
    ("finding", pgettext_lazy("archive", "Finding"), "text"),
    ("at", _("Checked at"), "instant"),
]


def present_archive(archive: ArchiveFile, user: Any) -> Presentation:
    """Items, the latest run of the check, and the sealed package. Single documents and findings are for the staff."""
    project = archive.project
    items = list(archive.items.select_related("file"))
    tables = [_items_table(archive, items)]
    files = [_package_link(archive)] if archive.package else []
    if is_staff(user):
        tables.append(_check_table(archive))
        files += [FileLink(item.name, item.file.sha256, item.file.size, item.made_at, item.title) for item in items]
    missing = missing_parts(project) if archive.state != ArchiveState.SEALED else []
    return Presentation(
        title=project.title,
        number=archive.number,
        subtitle=f"{project.programme.name} · {project.institution.name} · {project.principal_investigator.name}",
        facts=[
            Fact("project", _("Project number"), project.number),
            Fact("project_state", _("State of the project"), project.state_label()),
            Fact("items", _("Items in the file"), len(items), "number"),
            Fact("missing", _("Due, but missing"), "、".join(str(part.title) for part in missing)),
            Fact("checked_at", _("Checked at"), archive.checked_at, "instant"),
            Fact("sealed_at", _("Sealed at"), archive.sealed_at, "instant"),
            Fact("package", _("Fingerprint (SHA-256) of the package"), archive.package.sha256 if archive.package else ""),
        ],
        tables=tables,
        related=[Related("projects", project.uuid, str(_("Project")), project.state_label())],
        files=files,
        next_hint=_("The file grows with the project; it is checked and sealed when the project has ended."),
    )  # fmt: skip


def row_of_archive(archive: ArchiveFile, user: Any) -> Presentation:
    return Presentation(archive.project.title, archive.number, archive.project.institution.name)


def _items_table(archive: ArchiveFile, items: list[Any]) -> Table:
    rows = [
        {
            "number": item_number(archive.number, item.retention, position),
            "title": item.title,
            "retention": item.get_retention_display(),
            "made_at": item.made_at,
            "name": item.name,
            "sha256": item.file.sha256,
        }
        for position, item in enumerate(items, 1)
    ]
    return Table("items", _("Items in the file"), ITEM_COLUMNS, rows, empty=_("Nothing has been filed yet."))


def _check_table(archive: ArchiveFile) -> Table:
    _at, found = last_run(archive)
    titles = subjects()
    passed = {True: _("Passed check"), False: _("Look here")}
    rows = [
        {
            "property": Property(row.property).label,
            "result": passed[row.passed],
            "finding": words_of_row(row.subject, row.finding, titles)
            if row.finding
            else titles.get(row.subject, row.subject),
            "at": row.at,
        }
        for row in sorted(found, key=lambda row: (row.passed, row.pk))
    ]
    return Table("checks", _("Latest four-property check"), CHECK_COLUMNS, rows, empty=_("Not checked yet."))


def _package_link(archive: ArchiveFile) -> FileLink:
    assert archive.package is not None
    return FileLink(f"{archive.number}.zip", archive.package.sha256, archive.package.size, archive.sealed_at)


STEPS = {
    "check": StepAction(
        may_check_archive,
        check_archive,
        consequence=_("Authenticity, completeness, usability and security are checked; every fault is named and stops the step."),
    ),
    "reopen": StepAction(keeps_archives, reopen_archive, ReasonForm),
    "seal": StepAction(
        may_seal_archive,
        seal_archive,
        consequence=_("The package is built and sealed for good; the project counts as archived."),
    ),
}  # fmt: skip
KINDS = [
    RecordKind(
        collection="archives",
        model=ArchiveFile,
        label=_("Archive file"),
        label_plural=_("Archive files"),
        visible=visible_archives,
        present=present_archive,
        row=row_of_archive,
        steps=STEPS,
        edits={
            "grow": Edit(
                _("Bring the file up to date"),
                may_bring_up_to_date,
                bring_up_to_date,
                forms.Form,
                hint=_("Prints what is new and what the records say differently now."),
            ),
            "check": Edit(
                _("Try the check"),
                may_bring_up_to_date,
                run_check,
                forms.Form,
                hint=_("Runs the four-property check and keeps every finding; no step is taken."),
            ),
        },
        icon="archive",
        search=("number__icontains", "project__title__icontains"),
    )
]
