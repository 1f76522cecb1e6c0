"""The file store: bytes live under their SHA-256, their type is told by their content, never by their name."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlparse

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import StoredFile
from core.reasons import Reason, register
from core.verdict import Refused, no

BLOCK = 1 << 20
MEGABYTE = 1 << 20
PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
JSON_LINES = "application/x-ndjson"
ATTACHMENTS = (PDF, PNG, JPEG, XLSX, DOCX)
MOST_ENTRIES = 2_000
MOST_INFLATED = 200 * MEGABYTE
MOST_NAME = 120


def type_of(head: bytes, stream: IO[bytes]) -> str:
    """The true type by content; empty when it is none that we know. Office files are looked into, macros refused."""
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return _zipped_type(stream)
    try:
        text = head.decode("utf-8", errors="strict") if len(head) < 4096 else head[:4000].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return ""
    return TEXT if head and "\0" not in text and not text.lstrip().startswith("<") else ""


def _zipped_type(stream: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            inflated = sum(entry.file_size for entry in entries)
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    if len(entries) > MOST_ENTRIES or inflated > MOST_INFLATED:
        raise Refused(no("what", "file-inflates", most_mb=MOST_INFLATED // MEGABYTE, most_entries=MOST_ENTRIES))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(no("what", "file-macros"))
    if "[Content_Types].xml" in names:
        if "xl/workbook.xml" in names:
            return XLSX
        if "word/document.xml" in names:
            return DOCX
    return ZIP


def clean_name(name: str) -> str:
    """A name is data, never a path: NFC, without controls, bidi marks or separators, at most 120 characters."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}).strip(" .")
    if len(kept) > MOST_NAME:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: MOST_NAME - len(ending) - 1]}{dot}{ending}" if stem and len(ending) < 10 else kept[:MOST_NAME]
    return kept or "file"


def root() -> Path:
    """The folder of the store (STORAGE_URL, file://)."""
    return Path(urlparse(settings.STORAGE_URL).path)


def path_of(sha256: str) -> Path:
    return root() / sha256[:2] / sha256[2:4] / sha256


def store(
    content: bytes | IO[bytes] | Iterable[bytes], *, allowed: tuple[str, ...] = ATTACHMENTS, limit_mb: int = 20
) -> StoredFile:
    """Keep a file and return its row; the same bytes are kept once.

    Streams with a byte cap, hashes while writing, fsyncs file and folder, then writes the row in the caller's
    transaction. Raises Refused (*what*): ``file-too-large``, ``file-type``, ``file-empty``.
    """
    folder = root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w+b") as out:
            digest, size = _copy(_blocks(content), out, limit_mb)
            out.seek(0)
            head = out.read(4096)
            out.seek(0)
            mime = type_of(head, out)
            if mime not in allowed:
                raise Refused(no("what", "file-type", found=mime or "?", allowed=", ".join(_short(a) for a in allowed)))
            os.fsync(out.fileno())
        final = path_of(digest)
        if not final.exists():
            final.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, final)
            _fsync_folder(final.parent)
    finally:
        Path(temporary).unlink(missing_ok=True)
    row, _is_new = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": size, "mime": mime, "stored_at": clock.now()}
    )
    return row


def _blocks(content: bytes | IO[bytes] | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        content = io.BytesIO(content)
    if hasattr(content, "chunks"):
        yield from content.chunks()
    elif hasattr(content, "read"):
        while block := content.read(BLOCK):
            yield block
    else:
        yield from content


def _copy(blocks: Iterator[bytes], out: IO[bytes], limit_mb: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        size += len(block)
        if size > limit_mb * MEGABYTE:
            raise Refused(no("what", "file-too-large", limit_mb=limit_mb))
        digest.update(block)
        out.write(block)
    if not size:
        raise Refused(no("what", "file-empty"))
    out.flush()
    return digest.hexdigest(), size


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _short(mime: str) -> str:
    return {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", XLSX: "XLSX", DOCX: "DOCX", ZIP: "ZIP", TEXT: "TXT"}.get(mime, mime)


def open_file(sha256: str) -> IO[bytes]:
    """The bytes, for reading. Raises FileNotFoundError when the store has lost them."""
    return path_of(sha256).open("rb")


def read_file(sha256: str) -> bytes:
    with open_file(sha256) as stream:
        return stream.read()


def still_whole(sha256: str) -> bool:
    """Do the stored bytes still have the hash they are kept under?"""
    try:
        with open_file(sha256) as stream:
            digest = hashlib.sha256()
            while block := stream.read(BLOCK):
                digest.update(block)
        return digest.hexdigest() == sha256
    except FileNotFoundError:
        return False


register(
    {
        "file-too-large": Reason(_("The file is larger than %(limit_mb)s MB. Make it smaller and attach it again.")),
        "file-type": Reason(
            _("The file's content is not of an allowed type (%(allowed)s). Its name does not count: convert it first.")
        ),
        "file-empty": Reason(_("The file is empty. Choose another one.")),
        "file-macros": Reason(_("The file contains macros. Save it without macros and attach it again.")),
        "file-inflates": Reason(
            _("The packed file holds more than %(most_mb)s MB or %(most_entries)s entries. Split it.")
        ),
    }
)
