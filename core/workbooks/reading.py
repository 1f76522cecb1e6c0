"""Read tables that somebody else filled in: .xlsx and .csv, a row at a time, refusing what cannot be trusted."""

from __future__ import annotations

import csv
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.files import MOST_ENTRIES, MOST_INFLATED
from core.verdict import Refused, no
from core.workbooks.places import Fault, Row, column_letter

LONGEST_CELL = 32_767  # what a spreadsheet's cell holds
MOST_COLUMNS = 200
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t"


@dataclass
class Sheets:
    """A workbook read whole: the heads and rows of each sheet, and what is wrong with the sheets themselves."""

    heads: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def open_table(path: Path) -> tuple[list[str], Callable[[], Iterator[Row]]]:
    """The heads of a .csv or of the first sheet of a .xlsx, and a function that reads its rows from the beginning.

    Rows come one at a time, so a long list needs little memory. Raises Refused (*what*): ``table-type``,
    ``table-encoding``, ``table-empty``, ``head-empty``, ``head-twice``, ``cell-formula``.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        encoding, delimiter = _encoding_of(path), _delimiter_of(path)

        def raw() -> Iterator[Sequence[Any]]:
            return _csv_rows(path, encoding, delimiter)
    elif ending == ".xlsx":
        _refuse_bombs(path)

        def raw() -> Iterator[Sequence[Any]]:
            return _first_sheet(path)
    else:
        raise Refused(no("what", "table-type", found=ending or "?"))
    heads = _heads(path.name, next(raw(), ()))

    def rows() -> Iterator[Row]:
        found = raw()
        next(found)
        return _rows(path.name, heads, found, keep_empty=ending == ".csv")

    return heads, rows


def read_sheets(path: Path, wanted: Sequence[str], *, most_rows: int = 20_000) -> Sheets:
    """Every wanted sheet of a .xlsx, whole; other sheets are left alone.

    What is wrong with a sheet becomes a fault (``sheet-missing``, ``sheet-hidden``, ``sheet-too-long``, ``head-empty``,
    ``head-twice``, ``cell-formula``), so that all is said at once. Raises Refused only for a file that cannot be read.
    """
    _refuse_bombs(path)
    book, found = _load(path), Sheets()
    try:
        for name in wanted:
            found.heads[name], found.rows[name] = [], []
            try:
                _read_sheet(book, name, found, most_rows)
            except Refused as refused:
                found.faults.append(Fault(name, 0, str(refused.verdict.facts.get("column", "")), "", refused.verdict))
    finally:
        book.close()
    return found


def _read_sheet(book: Any, name: str, found: Sheets, most_rows: int) -> None:
    if name not in book.sheetnames:
        raise Refused(no("what", "sheet-missing", sheet=name))
    sheet = book[name]
    if sheet.sheet_state != "visible":
        raise Refused(no("what", "sheet-hidden", sheet=name))
    raw = _xlsx_rows(name, sheet, found.faults)
    found.heads[name] = _heads(name, next(raw, ()))
    for row in _rows(name, found.heads[name], raw):
        found.rows[name].append(row)
        if len(found.rows[name]) > most_rows:
            raise Refused(no("what", "sheet-too-long", sheet=name, most=most_rows))


def _heads(sheet: str, cells: Sequence[Any]) -> list[str]:
    """The heads, without empty ones at the right end."""
    heads = [str(_plain(cell) or "") for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if not heads:
        raise Refused(no("what", "table-empty", sheet=sheet))
    if len(heads) > MOST_COLUMNS:
        raise Refused(no("what", "table-too-wide", most=MOST_COLUMNS))
    for index, head in enumerate(heads, 1):
        if not head:
            raise Refused(no("what", "head-empty", sheet=sheet, column=column_letter(index)))
        if head in heads[: index - 1]:
            raise Refused(no("what", "head-twice", sheet=sheet, column=column_letter(index), head=head))
    return heads


def _rows(sheet: str, heads: list[str], found: Iterator[Sequence[Any]], *, keep_empty: bool = False) -> Iterator[Row]:
    """Rows that hold anything, by head; short ones are filled up, cells beyond the heads kept apart.

    ``keep_empty``: a row of empty cells counts too (a .csv has it because somebody wrote it; a .xlsx by its borders).
    """
    columns = {head: column_letter(index) for index, head in enumerate(heads, 1)}
    for number, cells in enumerate(found, 2):
        plain = [_plain(cell) for cell in cells]
        if all(value is None or value == "" for value in plain) and not (keep_empty and len(plain) > 1):
            continue
        extra = tuple(str(value) for value in plain[len(heads) :] if value not in {None, ""})
        filled = plain[: len(heads)] + [None] * (len(heads) - len(plain))
        yield Row(sheet, number, dict(zip(heads, filled, strict=True)), columns, extra)


def _plain(value: Any) -> Any:
    """A cell's value: text in NFC without controls but line breaks, numbers without floats, days without midnight."""
    if type(value) is str and value.isprintable() and len(value) <= LONGEST_CELL:
        return (value if unicodedata.is_normalized("NFC", value) else unicodedata.normalize("NFC", value)).strip()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value[:LONGEST_CELL]).replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    return text.strip()


# --- .csv ---


def _encoding_of(path: Path) -> str:
    """UTF-8 (with or without its mark) or GB 18030, told by reading the file through."""
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused(no("what", "table-encoding"))


def _delimiter_of(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.readline(100_000)
    return max(DELIMITERS, key=lambda each: head.count(each.encode()))


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Sequence[Any]]:
    """Rows as the spreadsheet counts them: line breaks inside quotes do not begin a new one."""
    csv.field_size_limit(1 << 20)
    with path.open(encoding=encoding, newline="") as stream:
        try:
            yield from csv.reader(stream, delimiter=delimiter)
        except csv.Error as error:
            raise Refused(no("what", "table-broken", said=str(error))) from error


# --- .xlsx ---


def _refuse_bombs(path: Path) -> None:
    """Look at the packed sizes before anything is inflated."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(no("what", "table-type", found=path.suffix or "?")) from error
    inflated = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or inflated > MOST_INFLATED:
        raise Refused(no("what", "file-inflates", most_mb=MOST_INFLATED >> 20, most_entries=MOST_ENTRIES))
    if "xl/workbook.xml" not in names:
        raise Refused(no("what", "table-type", found=path.suffix or "?"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(no("what", "file-macros"))


def _load(path: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever a broken package makes the library raise, the answer is the same
        raise Refused(no("what", "table-broken", said=type(error).__name__)) from error


def _first_sheet(path: Path) -> Iterator[Sequence[Any]]:
    book = _load(path)
    try:
        sheet = book.worksheets[0]
        yield from _xlsx_rows(sheet.title, sheet)
    finally:
        book.close()


def _xlsx_rows(name: str, sheet: Any, faults: list[Fault] | None = None) -> Iterator[Sequence[Any]]:
    """The values of a sheet. A formula is refused: what it last showed is not what it would say now."""
    sheet.reset_dimensions()  # the file's own word on its size is not to be trusted
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        for cell in cells:
            if cell.data_type == "f":
                letter = column_letter(cell.column)
                verdict = no("what", "cell-formula", sheet=name, place=f"{letter}{cell.row}")
                if faults is None:
                    raise Refused(verdict)
                faults.append(Fault(name, cell.row, letter, "", verdict))
        yield [None if cell.data_type in {"e", "f"} else cell.value for cell in cells]
