"""Verbs of the archive: open, bring up to date, check, reopen, seal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, files
from core.clock import local_day
from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Document, Facts, Table, render_pdf
from core.policy import InForce, in_force
from core.records import kinds
from core.threads import entries_of, export_lines
from core.transitions import lock, open_record, state_allows, take_step
from core.verdict import Refused, no, require
from projects.archive.checking import check_four_properties, fingerprint_in, fingerprint_of
from projects.archive.models import ArchiveFile, ArchiveItem, CheckRow
from projects.archive.package import build_bag, verify_package, zip_bag
from projects.archive.permissions import (
    keeps_archives,
    may_bring_up_to_date,
    may_check_archive,
    may_seal_archive,
    words_of_failures,
)
from projects.archive.policy import ArchivePolicy
from projects.archive.queries import archival_language, documents_of
from projects.archive.rules import Finding, archive_number, item_number, nothing_failed
from projects.contracts.models import Project
from projects.contracts.services import archive_project

MOST_DOCUMENT_MB = 60


def policy_of(project: Project) -> InForce[ArchivePolicy]:
    return in_force(ArchivePolicy, scope=project.programme.code, year=project.year)


def open_archive(project: Project, *, by: Any) -> ArchiveFile:
    """One file per project, opened when the project starts."""
    policy = policy_of(project)
    number = archive_number(policy.values.fonds, project.number)
    archive = ArchiveFile(project=project, thread=project.thread, number=number)
    return open_record(archive, by=by, policies=(policy.version,))


def grow(archive: ArchiveFile) -> int:
    """Bring the items up to date with the records: print what is new or says something else now, keep the rest.

    Returns how many items changed. Runs in the caller's transaction; the caller holds the lock on an open file.
    """
    filed = {item.name: item for item in archive.items.select_related("file")}
    changed = 0
    with archival_language():
        current = documents_of(archive.project)
        for part, document in current:
            changed += _file(archive, filed.get(document.name), part, document)
    gone = set(filed) - {document.name for _part, document in current}
    return changed + ArchiveItem.objects.filter(archive=archive, name__in=gone).delete()[0]


def _file(archive: ArchiveFile, item: ArchiveItem | None, part: ArchivedPart, document: ArchivedDocument) -> int:
    content: Document | bytes = document.content
    if item is not None and files.still_whole(item.file.sha256):
        stored = files.read_file(item.file.sha256)
        if fingerprint_in(stored, content) == fingerprint_of(content):
            return 0
    printed = render_pdf(content) if isinstance(content, Document) else content
    row = files.store(printed, allowed=files.ATTACHMENTS, limit_mb=MOST_DOCUMENT_MB)
    ArchiveItem.objects.update_or_create(
        archive=archive,
        name=document.name,
        defaults={
            "code": part.code,
            "title": str(document.title)[:200],
            "retention": part.retention,
            "file": row,
            "made_at": document.made_at,
        },
    )
    return 1


def bring_up_to_date(archive: ArchiveFile, *, by: User) -> ArchiveFile:
    """The archivist lets the file grow now."""
    with transaction.atomic():
        locked = lock(archive)
        require(may_bring_up_to_date(by, locked, clock.now()))
        grow(locked)
    return locked


def run_check(archive: ArchiveFile, *, by: User) -> ArchiveFile:
    """Bring the file up to date, run the four-property check and keep every result, passed or failed.

    No step is taken, so that the findings of a failed run stay: a refused step would take its rows back with it.
    """
    with transaction.atomic():
        locked = lock(archive)
        require(may_bring_up_to_date(by, locked, clock.now()))
        grow(locked)
        keep_findings(locked, check_four_properties(locked))
    return locked


def keep_findings(archive: ArchiveFile, findings: list[Finding]) -> None:
    """One append-only row for each result, all with the instant of the run."""
    at = clock.now()
    CheckRow.objects.bulk_create(
        CheckRow(
            archive=archive, at=at, property=each.property, subject=each.subject[:200], passed=each.passed, finding=each.said()
        )
        for each in findings
    )  # fmt: skip


def check_archive(archive: ArchiveFile, *, by: User) -> ArchiveFile:
    """The step: bring up to date, check, and go on only when nothing failed. Refused with every fault in words."""
    with transaction.atomic():
        locked = lock(archive)
        require(state_allows(locked, "check"))
        require(may_check_archive(by, locked, clock.now()))
        grow(locked)
        findings = check_four_properties(locked)
        require(nothing_failed(words_of_failures(findings)))
        keep_findings(locked, findings)
        facts = {"items": locked.items.count(), "results": len(findings)}
        return take_step(locked, "check", by=by, may=may_check_archive, facts=facts)


def reopen_archive(archive: ArchiveFile, *, by: User, reason: str) -> ArchiveFile:
    return take_step(archive, "reopen", by=by, may=keeps_archives, reason=reason)


def seal_archive(archive: ArchiveFile, *, by: User) -> ArchiveFile:
    """Build the package, keep it, seal the file and archive the project: all of it or nothing.

    The check runs once more on the very bytes that are packed. Raises Refused with every fault in words.
    """
    with transaction.atomic():
        locked = lock(archive)
        require(state_allows(locked, "seal"))
        require(may_seal_archive(by, locked, clock.now()))
        require(nothing_failed(words_of_failures(check_four_properties(locked))))
        policy = policy_of(locked.project)
        package = build_package(locked, policy.values)
        problems = verify_package(package)
        if problems:
            raise Refused(no("what", "package-invalid", words="; ".join(problems)))
        row = files.store(package, allowed=(files.ZIP,), limit_mb=policy.values.package_limit_mb)
        taken = take_step(
            locked,
            "seal",
            by=by,
            may=may_seal_archive,
            facts={"sha256": row.sha256, "size": row.size, "items": locked.items.count()},
            changes={"package": row, "sealed_by": by},
            policies=(policy.version,),
        )
        archive_project(taken.project)
    return taken


def build_package(archive: ArchiveFile, policy: ArchivePolicy) -> bytes:
    """The package's bytes: every item, the list of contents, the ledger of the thread, and the manifests."""
    at = clock.now()
    payload = {item.name: files.read_file(item.file.sha256) for item in archive.items.select_related("file")}
    with archival_language():
        payload["00-contents.pdf"] = render_pdf(contents_list(archive, policy, at))
    payload["ledger.json"] = "".join(export_lines(entries_of(archive.thread, open_kinds()))).encode()
    info = {
        "Source-Organization": policy.organisation,
        "External-Identifier": archive.number,
        "External-Description": archive.project.title,
        "Internal-Sender-Identifier": archive.project.number,
        "Bag-Group-Identifier": str(archive.thread),
        "Bagging-Date": local_day(at).isoformat(),
    }
    return zip_bag(build_bag(payload, info), archive.number)


def open_kinds() -> list[str]:
    """Kinds whose history somebody without any duty may read: the package goes to leader and institution, and what
    the leader may read in another duty is not for it."""
    return [each.kind for each in kinds().values() if each.timeline(None)]


def contents_list(archive: ArchiveFile, policy: ArchivePolicy, at: Any) -> Document:
    """卷内目录: number, title, retention, date and fingerprint of each item. Printed in the archival language."""
    project = archive.project
    rows = []
    for position, item in enumerate(archive.items.select_related("file"), 1):
        number = item_number(archive.number, item.retention, position)
        day = local_day(item.made_at)
        rows.append([position, number, item.title, item.get_retention_display(), day, item.name, item.file.sha256])
    facts = [
        (_("Archive number"), archive.number),
        (_("Project number"), project.number),
        (_("Title"), project.title),
        (_("Institution"), project.institution.name),
        (_("Project leader"), project.principal_investigator.name),
        (_("Items in the file"), len(rows)),
    ]
    heads = [
        _("No."),
        _("Number"),
        _("Title"),
        _("Retention"),
        _("Made on"),
        _("File"),
        _("Fingerprint (SHA-256)"),
    ]
    return Document(
        title=_("List of contents"),
        number=archive.number,
        subtitle=project.title,
        issuer=policy.organisation,
        made_at=at,
        blocks=[Facts(facts), Table(heads, rows, ["right"])],
    )
