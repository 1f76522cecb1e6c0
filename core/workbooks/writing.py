"""Write workbooks that an auditor may trust: streamed, never a formula, numbers as numbers, and a first sheet that says
what it is: filter, time, user, row counts, control totals, SHA-256 over the rows, and the meaning of every column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from core.contributions import Sheet
from core.ledger import canonical, plain

FRONT = "说明"
RISKY = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767
MOST_ROWS = 1_048_575
WIDTHS = {"text": 24, "money": 18, "number": 10, "day": 12, "instant": 20, "percent": 10}
FORMATS = {
    "money": "#,##0.00",
    "number": "0.####",
    "day": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm:ss",
    "percent": "0.0%",
}
HEAD = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F4E79",
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
}


@dataclass
class Written:
    """What was written: rows, control totals and hash of each sheet (by its title), and one hash over them all."""

    rows: dict[str, int] = field(default_factory=dict)
    totals: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    sha256: str = ""


def escaped(text: str) -> str:
    """Text that no spreadsheet takes for a formula, even when it goes through a .csv."""
    kept = "".join(c for c in text if c >= " " or c in "\n\t\r")
    return ("'" + kept if kept.startswith(RISKY) else kept)[:LONGEST]


def rows_hash(rows: Iterator[Sequence[Any]]) -> str:
    """SHA-256 over the rows as one JSON list a line: what the first sheet states and anybody can recompute."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(_line(row))
    return digest.hexdigest()


def _line(row: Sequence[Any]) -> bytes:
    return canonical({"row": [plain(value) for value in row]}) + b"\n"


def sheet_title(sheet: Sheet) -> str:
    return f"{sheet.number} {sheet.title}" if sheet.number else sheet.title


def write_workbook(
    target: Path | IO[bytes],
    *,
    title: str,
    about: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
    scope: Any = None,
) -> Written:
    """Stream ``sheets`` into a .xlsx. Memory does not grow with the rows (XlsxWriter's constant_memory).

    Money columns take Decimal (yuan), day columns date, instant columns an aware datetime, the others text or numbers;
    None leaves a cell empty. ``about``: lines for the first sheet.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target if not isinstance(target, Path) else str(target),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # the same rows make the same file
    front, written = book.add_worksheet(FRONT), Written()
    formats = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
    formats |= {"text": book.add_format({"num_format": "@"}), "head": book.add_format(HEAD)}
    formats |= {"bold": book.add_format({"bold": True}), "title": book.add_format({"bold": True, "font_size": 16})}
    for sheet in sheets:
        _write_sheet(book, formats, sheet, scope, written)
    written.sha256 = hashlib.sha256("\n".join(written.hashes.values()).encode()).hexdigest()
    _write_front(front, formats, title, about, sheets, written)
    book.close()
    return written


def _write_sheet(book: Any, formats: dict[str, Any], sheet: Sheet, scope: Any, written: Written) -> None:
    name = sheet_title(sheet)
    page, kinds = book.add_worksheet(name), [kind for _head, kind in sheet.columns]
    page.freeze_panes(1, 0)
    for index, (head, kind) in enumerate(sheet.columns):
        page.set_column(index, index, WIDTHS.get(kind, 16))
        page.write_string(0, index, escaped(head), formats["head"])
    summed = {index: Decimal(0) for index, (head, _kind) in enumerate(sheet.columns) if head in sheet.totals}
    digest, count = hashlib.sha256(), 0
    for row in sheet.rows(scope):
        if len(row) != len(kinds):
            raise ValueError(f"{name}: a row of {len(row)} cells under {len(kinds)} heads")
        count += 1
        if count > MOST_ROWS:
            raise ValueError(f"{name}: more than {MOST_ROWS} rows do not fit one sheet; narrow the filter")
        digest.update(_line(row))
        for index, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            _write_cell(page, count, index, value, kind, formats)
        for index in summed:
            summed[index] += Decimal(row[index] or 0)
    if count:
        page.autofilter(0, 0, count, len(kinds) - 1)
    written.rows[name], written.hashes[name] = count, digest.hexdigest()
    written.totals[name] = {sheet.columns[index][0]: total for index, total in summed.items()}


def _write_cell(page: Any, row: int, column: int, value: Any, kind: str, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if (
        kind in {"money", "number", "percent"}
        and isinstance(value, Decimal | int | float)
        and not isinstance(value, bool)
    ):
        page.write_number(row, column, value, formats[kind])
    elif kind == "instant" and isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None, microsecond=0)
        page.write_datetime(row, column, local, formats["instant"])
    elif kind in {"day", "instant"} and isinstance(value, date):
        page.write_datetime(
            row, column, datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None), formats["day"]
        )
    else:
        page.write_string(row, column, escaped(str(value)), formats["text"])


def _write_front(
    page: Any,
    formats: dict[str, Any],
    title: str,
    about: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
    written: Written,
) -> None:
    """The first sheet, written last: only now are counts, totals and hashes known."""
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 30)
    page.set_column(2, 3, 22)
    page.write_string(0, 0, title, formats["title"])
    line = 1
    for head, said in [*about, (_("SHA-256 over all sheets"), written.sha256)]:
        line += 1
        page.write_string(line, 0, escaped(head), formats["bold"])
        page.write_string(line, 1, escaped(said), formats["text"])
    line = _table(page, formats, line + 2, (_("Sheet"), _("Rows"), _("SHA-256 over the rows")))
    for name, count in written.rows.items():
        page.write_string(line, 0, name)
        page.write_number(line, 1, count, formats["number"])
        page.write_string(line, 2, written.hashes[name])
        line += 1
    line = _table(page, formats, line + 1, (_("Control total: sheet"), _("Column"), _("Sum")))
    kinds = {(sheet_title(sheet), head): kind for sheet in sheets for head, kind in sheet.columns}
    for name, sums in written.totals.items():
        for head, total in sums.items():
            page.write_string(line, 0, name)
            page.write_string(line, 1, escaped(head))
            page.write_number(line, 2, total, formats[kinds[name, head]])
            line += 1
    line = _table(page, formats, line + 1, (_("Data dictionary: sheet"), _("Column"), _("Form"), _("Meaning")))
    for sheet in sheets:
        for head, kind in sheet.columns:
            for index, said in enumerate((sheet_title(sheet), head, form_words(kind), str(sheet.notes.get(head, "")))):
                page.write_string(line, index, escaped(said))
            line += 1


def _table(page: Any, formats: dict[str, Any], line: int, heads: Sequence[str]) -> int:
    for index, head in enumerate(heads):
        page.write_string(line, index, head, formats["head"])
    return line + 1


def form_words(kind: str) -> str:
    """How a column's values are written."""
    return {
        "money": _("Amount in yuan, 2 decimals"),
        "number": _("Number"),
        "percent": _("Share"),
        "day": _("Day, yyyy-mm-dd"),
        "instant": _("Local time, yyyy-mm-dd hh:mm:ss"),
    }.get(kind, _("Text"))
