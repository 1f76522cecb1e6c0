"""Read the workbook into plain values; everything that is wrong is told with its sheet, row and column, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.forms import Form

from accounts.rules import comparable_name
from core.verdict import no
from core.workbooks import Fault, Row, Sheets, column_letter, read_sheets
from projects.applications.importing.forms import ROWS, ApplicationRow
from projects.applications.importing.shape import AIMS, BUDGET, KEY, MAIN, PLANS, TEAM, Column, columns_of, text_columns
from projects.applications.tables import Aim, Basics, Member, Money, Plan
from projects.calls.models import Call

VALUES = {TEAM: Member, BUDGET: Money, AIMS: Aim, PLANS: Plan}
# What may stand once only for one application, by sheet: the fields that tell rows apart.
ONCE: dict[str, tuple[str, ...]] = {BUDGET: ("source", "category"), PLANS: ("year",)}


@dataclass
class Draft:
    """One application of the workbook, and the rows in which its parts begin."""

    row: Row
    basics: Basics
    institution: str
    credit_code: str
    leader: str
    leader_title: str
    leader_email: str
    texts: dict[str, dict[str, str]]
    parts: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in VALUES})
    begins: dict[str, Row] = field(default_factory=dict)


def read_workbook(path: Path, call: Call) -> tuple[list[Draft], list[Fault]]:
    """The sound applications and every fault. Raises Refused only for a file that is no workbook."""
    columns = columns_of(call)
    sheets = read_sheets(path, list(columns))
    faults = list(sheets.faults)
    for name, wanted in columns.items():
        if sheets.heads[name]:
            faults += head_faults(name, sheets.heads[name], wanted)
    if faults:
        return [], faults
    drafts = _drafts(sheets, call, columns[MAIN], faults)
    keys = {row.text(KEY) for row in sheets.rows[MAIN]}
    for name in VALUES:
        faults += [
            _at_key(row, "import-key-unknown", row.text(KEY))
            for row in sheets.rows[name]
            if row.text(KEY) and row.text(KEY) not in keys
        ]
        _parts(name, sheets.rows[name], columns[name], drafts, faults)
    if not sheets.rows[MAIN]:
        faults.append(Fault(MAIN, 0, "", "", no("what", "import-no-applications")))
    return list(drafts.values()), faults


def head_faults(name: str, heads: Sequence[str], wanted: Sequence[Column]) -> list[Fault]:
    """Missing heads by name, and heads that nobody knows."""
    known = [column.head for column in wanted]
    found = [
        Fault(name, 1, "", head, no("what", "head-missing", sheet=name, head=head))
        for head in known
        if head not in heads
    ]
    for index, head in enumerate(heads, 1):
        if head not in known:
            letter = column_letter(index)
            found.append(Fault(name, 1, letter, head, no("what", "head-unknown", sheet=name, column=letter, head=head)))
    return found


def form_data(row: Row, columns: Sequence[Column]) -> dict[str, str]:
    """A row as a form would send it: days as ISO, choices by code (the Chinese word or the code itself is understood)."""
    found = {}
    for column in columns:
        value = row.cells.get(column.head)
        text = "" if value is None else _typed(value)
        found[column.name] = next((code for code, word in column.choices if text in {code, word}), text)
    return found


def _typed(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def form_faults(row: Row, form: Form, columns: Sequence[Column]) -> list[Fault]:
    by_name = {column.name: column.head for column in columns}
    return [
        Fault(
            row.sheet, row.number, row.columns.get(by_name.get(name, ""), ""), by_name.get(name, ""),
            no("what", "import-cell-wrong", said=" ".join(str(each) for each in errors)),
        )
        for name, errors in form.errors.items()
    ]  # fmt: skip


def _drafts(sheets: Sheets, call: Call, columns: Sequence[Column], faults: list[Fault]) -> dict[str, Draft]:
    directions = frozenset(call.directions.values_list("code", flat=True))
    texts, found, seen = text_columns(call), {}, set()
    subjects: dict[tuple[str, str], int] = {}
    for row in sheets.rows[MAIN]:
        key = row.text(KEY)
        if not key or key in seen:
            code = "import-key-twice" if key else "import-key-missing"
            faults.append(_at_key(row, code, key))
            continue
        seen.add(key)
        form = ApplicationRow(form_data(row, columns), directions=directions)
        if not form.is_valid():
            faults += form_faults(row, form, columns)
            continue
        draft = _draft(row, form.cleaned_data, texts)
        subject = (comparable_name(draft.basics.title), comparable_name(draft.institution))
        if subject in subjects:
            verdict = no("what", "import-application-twice", row=subjects[subject])
            faults.append(Fault(row.sheet, row.number, row.columns["项目名称"], "项目名称", verdict))
            continue
        subjects[subject] = row.number
        found[key] = draft
    return found


def _at_key(row: Row, code: str, key: str) -> Fault:
    verdicts = {
        "import-key-missing": no("what", "import-key-missing"),
        "import-key-twice": no("what", "import-key-twice", key=key),
        "import-key-unknown": no("what", "import-key-unknown", key=key, sheet=MAIN),
    }
    return Fault(row.sheet, row.number, row.columns[KEY], KEY, verdicts[code])


def _draft(row: Row, said: dict[str, Any], texts: Sequence[tuple[str, Column]]) -> Draft:
    written: dict[str, dict[str, str]] = {}
    for section, column in texts:
        if row.text(column.head):
            written.setdefault(section, {})[column.name] = row.text(column.head)
    names = ("title", "direction_code", "starts_on", "ends_on", "title_en", "discipline", "keywords")
    return Draft(
        row=row,
        basics=Basics(**{name: said[name] for name in names}),
        institution=said["institution"],
        credit_code=said["credit_code"],
        leader=said["leader"],
        leader_title=said["leader_title"],
        leader_email=said["leader_email"],
        texts=written,
    )


def _parts(
    name: str, rows: Sequence[Row], columns: Sequence[Column], drafts: dict[str, Draft], faults: list[Fault]
) -> None:
    """The rows of one sheet, given to their applications; a row whose application is faulty itself is checked alone."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = row.text(KEY)
        if not key:
            faults.append(_at_key(row, "import-key-missing", key))
            continue
        form = ROWS[name](form_data(row, columns))
        if not form.is_valid():
            faults += form_faults(row, form, columns)
            continue
        once = (key, *(str(form.cleaned_data[each]) for each in ONCE.get(name, ())))
        if name in ONCE and once in seen:
            verdict = no("what", "import-row-twice", row=seen[once])
            faults.append(Fault(row.sheet, row.number, "", "", verdict))
            continue
        seen.setdefault(once, row.number)
        if key in drafts:
            drafts[key].parts[name].append(VALUES[name](**form.cleaned_data))
            drafts[key].begins.setdefault(name, row)
