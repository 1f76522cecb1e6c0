"""The report of an import: counts, the fate of every row, and the institutions. Every row of the list stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.contributions import Sheet
from core.reasons import words_of
from core.workbooks import Written, write_workbook
from projects.contracts.importing.plan import Fate
from projects.contracts.importing.rules import ListMapping
from projects.contracts.importing.services import Imported, Rows


def outcome_words(outcome: str) -> str:
    return {
        "imported": _("imported"),
        "merged": _("merged"),
        "already-there": _("already there"),
        "refused": _("refused"),
    }[outcome]


def write_report(
    target: Path, done: Imported, rows: Rows, mapping: ListMapping, about: list[tuple[str, str]]
) -> Written:
    """Write the workbook; the list is read once more, so that no text of it need be kept in memory."""

    def counts(_scope: Any) -> Iterator[list[Any]]:
        words = {(fate.outcome, fate.why.code): short_words(fate) for fate in reversed(done.plan.fates)}
        for (outcome, code), count in sorted(done.plan.reasons().items(), key=lambda each: (each[0][0], -each[1])):
            yield [outcome_words(outcome), code, words[outcome, code], count]

    def every_row(_scope: Any) -> Iterator[list[Any]]:
        for fate, row in zip(done.plan.fates, rows(), strict=True):
            number, title = row.text(mapping.columns["number"]), row.text(mapping.columns["title"])
            said = words_of(fate.why) if fate.why.code else ""
            yield [row.number, number, title, outcome_words(fate.outcome), fate.why.code, said, fate.into or None]

    def institutions(_scope: Any) -> Iterator[list[Any]]:
        for name, (opened, count) in sorted(done.institutions.items()):
            yield [name, _("opened, unverified") if opened else _("matched"), count]

    sheets = [
        Sheet(
            1, _("Summary of counts"),
            ((_("What became of it"), "text"), (_("Code"), "text"), (_("For example"), "text"), (_("Rows"), "number")),
            counts, (_("Rows"),),
        ),
        Sheet(
            2, _("Every row"),
            (
                (_("Row"), "number"), (_("Number"), "text"), (_("Title"), "text"), (_("What became of it"), "text"),
                (_("Code"), "text"), (_("Reason"), "text"), (_("Into row"), "number"),
            ),
            every_row,
        ),
        Sheet(
            3, _("Institutions"), ((_("Name"), "text"), (_("What became of it"), "text"), (_("Projects"), "number")), institutions
        ),
    ]  # fmt: skip
    return write_workbook(target, title=_("Report of the import"), about=about, sheets=sheets)


def short_words(fate: Fate) -> str:
    return words_of(fate.why) if fate.why.code else ""
