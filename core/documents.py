"""Documents as plain values, printed as PDF/A-2b by Typst: the same content gives the same bytes.

Every word travels to the layout (documents.typ) as JSON and is never read as markup. The SHA-256 of the content stands
on every page and in the file's metadata, so that a printed page, a stored file and the records can be compared.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.ledger import canonical

LAYOUT = Path(__file__).with_suffix(".typ")
FONT = "NotoSansSC_400Regular.ttf"
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
WIDEST_COLUMN = 36
ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia", b"/XFA", b"/OpenAction", b"/AA")  # fmt: skip


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Facts:
    """Rows of (label, value)."""

    rows: Sequence[tuple[Any, Any]]


@dataclass(frozen=True)
class Table:
    """A table; ``alignments`` are left | right | center, one a column (left where they are missing)."""

    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    alignments: Sequence[str] = ()
    title: Any = ""


@dataclass(frozen=True)
class Signatures:
    """Rows of (party, signed by, signed at)."""

    rows: Sequence[tuple[Any, Any, Any]]


Block = Heading | Paragraph | Facts | Table | Signatures


@dataclass(frozen=True)
class Document:
    """What is to be printed. Values may be lazy words; they are read in the language in force when it is printed."""

    title: Any
    number: str
    subtitle: Any = ""
    blocks: Sequence[Block] = ()
    issuer: str = ""
    made_at: datetime = FIRST_DAY  # the date in the file's metadata; never the time of printing


def content_of(document: Document) -> dict[str, Any]:
    """The document's words as plain JSON: what is hashed and laid out."""
    return {
        "title": _shown(document.title),
        "number": _shown(document.number),
        "subtitle": _shown(document.subtitle),
        "issuer": _shown(document.issuer),
        "made_at": document.made_at.astimezone(UTC).isoformat(),
        "blocks": [_block(block) for block in document.blocks],
    }


def digest_of(document: Document) -> str:
    """SHA-256, hexadecimal, of the document's content."""
    return hashlib.sha256(canonical(content_of(document))).hexdigest()


def check_code(digest: str) -> str:
    """The short code by which a printed page is matched: twelve hexadecimal digits in groups of four."""
    return "-".join(digest[at : at + 4].upper() for at in (0, 4, 8))


def render_pdf(document: Document) -> bytes:
    """Print as PDF/A-2b. Raises typst.TypstError when the layout itself is broken, never because of a word."""
    content = content_of(document)
    digest = hashlib.sha256(canonical(content)).hexdigest()
    said = {
        "check_code": _("Check code"),
        "party": _("Party"),
        "signed_by": _("Signed by"),
        "signed_at": _("Signed at"),
    }
    laid = {**content, "sha256": digest, "check_code": check_code(digest), "said": said}
    laid["lang"] = "en" if (get_language() or "").startswith("en") else "zh"
    compiler = typst.Compiler(input=LAYOUT.read_bytes(), font_paths=_fonts(), ignore_system_fonts=True)
    printed = compiler.compile(
        format="pdf",
        sys_inputs={"document": json.dumps(laid, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(document.made_at.timestamp()),
    )
    assert isinstance(printed, bytes)
    return printed


def digest_in(pdf: bytes) -> str:
    """The content's SHA-256 that a file printed here carries in its metadata; empty when there is none."""
    found = re.search(rb"sha256:([0-9a-f]{64})", pdf)
    return found.group(1).decode() if found else ""


def is_pdf_a(pdf: bytes) -> bool:
    """Does the file's metadata claim PDF/A part 2, conformance B, and is it a whole PDF file?"""
    claims = rb"<pdfaid:part>2</pdfaid:part>", rb"<pdfaid:conformance>B</pdfaid:conformance>"
    return is_whole_pdf(pdf) and all(claim in pdf for claim in claims)


def is_whole_pdf(pdf: bytes) -> bool:
    """Head, end mark, and a cross-reference at the place that the end names."""
    tail = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf[-1024:])
    if not pdf.startswith(b"%PDF-") or tail is None:
        return False
    table = pdf[int(tail.group(1)) : int(tail.group(1)) + 40]
    return table.startswith(b"xref") or re.match(rb"\d+ \d+ obj", table) is not None


def active_content(pdf: bytes) -> list[str]:
    """Names of scripts, launches and embedded files in a PDF, compressed object streams included."""
    found = set()
    for part in _readable(pdf):
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), part)
        found |= {name.decode() for name in ACTIVE if re.search(re.escape(name) + rb"(?![A-Za-z])", plain)}
    return sorted(found)


def _readable(pdf: bytes) -> Iterator[bytes]:
    """The file outside its streams, and what its object streams hold."""
    streams = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
    yield streams.sub(b"", pdf)
    for match in streams.finditer(pdf):
        if b"/ObjStm" in pdf[max(0, match.start() - 400) : match.start()]:
            try:
                yield zlib.decompressobj().decompress(match.group(1), 50_000_000)
            except zlib.error:
                continue


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": _shown(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _shown(block.text)}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [[_shown(each) for each in row] for row in block.rows]}
    if isinstance(block, Signatures):
        return {"kind": "signatures", "rows": [[_shown(each) for each in row] for row in block.rows]}
    heads = [_shown(head) for head in block.heads]
    rows = [[_shown(cell) for cell in row] for row in block.rows]
    if any(len(row) != len(heads) for row in rows):
        raise ValueError(f"A row of the table {heads} has another number of cells")
    return {
        "kind": "table",
        "title": _shown(block.title),
        "heads": heads,
        "rows": rows,
        "alignments": [*block.alignments, *["left"] * (len(heads) - len(block.alignments))],
        "widths": [_width([head, *(row[at] for row in rows)]) for at, head in enumerate(heads)],
    }


def _width(cells: Sequence[str]) -> int:
    """A column's share: its longest cell, wide letters counted twice, within bounds."""
    widths = (sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell) for cell in cells)
    return min(max(*widths, 6), WIDEST_COLUMN) if len(cells) > 1 else 6


def _shown(value: Any) -> str:
    """A value as words; a letter that the font lacks is written 〔U+20000〕, so that nothing is lost silently."""
    text = "" if value is None else str(value)
    return "".join(each if each in "\n\t" or each in covered() else f"〔U+{ord(each):04X}〕" for each in text)


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    """The letters that the font can draw (its cmap, format 12), without invisible controls."""
    font = (Path(settings.FONT_FOLDER) / FONT).read_bytes()
    tables = struct.unpack(">H", font[4:6])[0]
    records = (struct.unpack(">4sIII", font[12 + 16 * at : 28 + 16 * at]) for at in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    letters: set[str] = set()
    for at in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
        offset = start + struct.unpack(">I", font[start + 8 + 8 * at : start + 12 + 8 * at])[0]
        letters |= _letters_of(font, offset)
    return frozenset(each for each in letters if unicodedata.category(each) not in {"Cc", "Cf", "Co", "Cs"})


def _letters_of(font: bytes, offset: int) -> set[str]:
    """The letters of one cmap subtable of format 12; other formats repeat what it holds."""
    if struct.unpack(">H", font[offset : offset + 2])[0] != 12:
        return set()
    groups = struct.unpack(">I", font[offset + 12 : offset + 16])[0]
    found: set[str] = set()
    for at in range(groups):
        first, last, _glyph = struct.unpack(">III", font[offset + 16 + 12 * at : offset + 28 + 12 * at])
        found.update(chr(code) for code in range(first, last + 1))
    return found


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The house's own fonts and no others, so that every machine prints the same."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(settings.FONT_FOLDER)]
    )
