"""The four-property check (DA/T 70-2018) of one archive file: reads records, ledger and bytes, and writes nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core import files
from core.contributions import ArchivedDocument
from core.documents import Document, active_content, digest_in, digest_of, is_pdf_a, is_whole_pdf
from core.threads import verify_thread
from projects.archive.models import ArchiveFile, ArchiveItem
from projects.archive.queries import archival_language, documents_of, parts
from projects.archive.rules import (
    AUTHENTICITY,
    COMPLETENESS,
    SECURITY,
    USABILITY,
    Finding,
    failed,
    missing_numbers,
)

# A virus scanner answers with what it found, or nothing. An installation adds its own at start-up.
scanners: list[Callable[[bytes], str]] = []


@dataclass(frozen=True)
class Filed:
    """An item of the file with its bytes (None when the store has lost them) and what the records say now."""

    item: ArchiveItem
    content: bytes | None
    document: ArchivedDocument | None


def check_four_properties(archive: ArchiveFile) -> list[Finding]:
    """Every finding, property by property; nothing is written."""
    with archival_language():
        current = {document.name: document for _part, document in documents_of(archive.project)}
        filed = [Filed(item, _bytes_of(item), current.get(item.name)) for item in archive.items.select_related("file")]
        return [
            *_authenticity(archive, filed),
            *_completeness(archive, filed),
            *(_usability(each) for each in filed),
            *(_security(each) for each in filed),
            _virus(filed),
        ]


def fingerprint_of(content: Document | bytes) -> str:
    """SHA-256 of what a document says: of its words, or of the bytes where it is a file already."""
    return digest_of(content) if isinstance(content, Document) else hashlib.sha256(content).hexdigest()


def fingerprint_in(stored: bytes, content: Document | bytes) -> str:
    """The same, as the stored file carries it."""
    return digest_in(stored) if isinstance(content, Document) else hashlib.sha256(stored).hexdigest()


def _bytes_of(item: ArchiveItem) -> bytes | None:
    try:
        return files.read_file(item.file.sha256)
    except FileNotFoundError:
        return None


def _authenticity(archive: ArchiveFile, filed: list[Filed]) -> Iterator[Finding]:
    for each in filed:
        name, stored, said = each.item.name, each.content, each.document
        if stored is None or hashlib.sha256(stored).hexdigest() != each.item.file.sha256:
            yield failed(AUTHENTICITY, name, "file-altered")
        elif said is None:
            yield failed(AUTHENTICITY, name, "no-record")
        elif fingerprint_in(stored, said.content) != fingerprint_of(said.content):
            yield failed(AUTHENTICITY, name, "content-differs")
        else:
            yield Finding(AUTHENTICITY, name)
    breaches = verify_thread(archive.thread)
    detail = "; ".join(breaches[:3])
    yield failed(AUTHENTICITY, "ledger", "ledger-broken", detail) if breaches else Finding(AUTHENTICITY, "ledger")


def _completeness(archive: ArchiveFile, filed: list[Filed]) -> Iterator[Finding]:
    names: dict[str, list[str]] = {}
    for each in filed:
        names.setdefault(each.item.code, []).append(each.item.name)
    for part in parts():
        held = names.get(part.code, [])
        if not held and part.is_due(archive.project):
            yield failed(COMPLETENESS, part.code, "part-missing")
        elif gaps := missing_numbers(part.code, held):
            yield failed(COMPLETENESS, part.code, "number-missing", ", ".join(map(str, gaps)))
        elif held:
            yield Finding(COMPLETENESS, part.code)


def _usability(each: Filed) -> Finding:
    name, stored = each.item.name, each.content or b""
    if each.document is None or isinstance(each.document.content, Document):
        return Finding(USABILITY, name) if is_pdf_a(stored) else failed(USABILITY, name, "not-pdf-a")
    mime = files.type_of(stored[:4096], io.BytesIO(stored))
    if mime not in files.ATTACHMENTS or (mime == files.PDF and not is_whole_pdf(stored)):
        return failed(USABILITY, name, "format-unknown", mime)
    return Finding(USABILITY, name)


def _security(each: Filed) -> Finding:
    found = active_content(each.content or b"") if (each.content or b"").startswith(b"%PDF") else []
    if found:
        return failed(SECURITY, each.item.name, "active-content", ", ".join(found))
    return Finding(SECURITY, each.item.name)


def _virus(filed: list[Filed]) -> Finding:
    """One row for the scan: what a scanner objected to, or plainly that there is none."""
    if not scanners:
        return Finding(SECURITY, "virus", "not-scanned")
    found = [f"{each.item.name} {said}" for each in filed for scan in scanners if (said := scan(each.content or b""))]
    return failed(SECURITY, "virus", "virus-found", "; ".join(found)) if found else Finding(SECURITY, "virus")
