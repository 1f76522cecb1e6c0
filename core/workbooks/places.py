"""Where something stands in a workbook, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.verdict import Verdict


def column_letter(index: int) -> str:
    """The spreadsheet's name of a column counted from 1: 1 -> A, 27 -> AA."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Row:
    """One row under its head: ``number`` counts as the spreadsheet does (the head is row 1).

    ``cells`` holds what stood there, by the head of its column: text (trimmed), int, Decimal, date, bool, or None.
    ``columns`` are the letters of the columns. ``extra``: cells beyond the last head.
    """

    sheet: str
    number: int
    cells: Mapping[str, Any]
    columns: Mapping[str, str]
    extra: tuple[str, ...] = ()

    def text(self, head: str) -> str:
        """The cell as text; empty when there is none."""
        value = self.cells.get(head)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: row 0 is the sheet itself, an empty column the whole row."""

    sheet: str
    row: int
    column: str  # letter
    head: str
    verdict: Verdict
