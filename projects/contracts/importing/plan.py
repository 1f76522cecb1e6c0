"""The first reading of a list: judge each row, and find the rows that are the same project. Writes nothing.

Memory holds a few hundred bytes a row (digests, not texts), so that a list of any length a bureau has can be planned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from core.verdict import YES, Refused, Verdict, no
from core.workbooks import Row
from projects.contracts.importing.rules import Entry, ListMapping, cell_text, comparable, entry_from, leaders_in

IMPORTED, MERGED, THERE, REFUSED, WAITS = "imported", "merged", "already-there", "refused", "waits"
OUTCOMES = (IMPORTED, MERGED, THERE, REFUSED)


@dataclass(slots=True)
class Fate:
    """What becomes of one row. ``why`` is the reason (or remark) as a verdict; ``into`` the row it was merged into."""

    row: int
    outcome: str
    number: str = ""
    why: Verdict = YES
    into: int = 0


@dataclass(slots=True)
class Key:
    """What is kept of a sound row until all are read."""

    fate: Fate
    title: bytes
    leader: bytes
    whole: bytes
    richness: tuple[bool, bool, int]

    def same_project(self, other: Key) -> bool:
        return self.title == other.title or self.leader == other.leader


@dataclass
class Plan:
    fates: list[Fate] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(OUTCOMES, 0)
        for fate in self.fates:
            found[fate.outcome] += 1
        return found

    def reasons(self) -> dict[tuple[str, str], int]:
        """(outcome, code) -> rows."""
        found: dict[tuple[str, str], int] = {}
        for fate in self.fates:
            key = (fate.outcome, fate.why.code)
            found[key] = found.get(key, 0) + 1
        return found


def digest(*texts: str) -> bytes:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=12).digest()


def make_plan(rows: Iterable[Row], mapping: ListMapping, today: date) -> Plan:
    """Every row's fate as far as the list alone can tell: waits (to be imported), merged or refused."""
    plan = Plan()
    groups: dict[str, list[Key]] = {}
    named: dict[bytes, Key] = {}
    nameless: list[tuple[Fate, bytes]] = []
    for row in rows:
        try:
            entry = entry_from(row.cells, row.extra, mapping, today)
        except Refused as refused:
            fate = Fate(row.number, REFUSED, why=refused.verdict)
            if refused.verdict.code == "import-number-missing":
                nameless.append((fate, _subject(row, mapping)))
            plan.fates.append(fate)
            continue
        remark = no("what", "import-first-of-several") if entry.other_leaders else YES
        fate = Fate(row.number, WAITS, entry.number, remark)
        key = _key(fate, row, entry)
        groups.setdefault(entry.number, []).append(key)
        named.setdefault(digest(comparable(entry.title), comparable(entry.leader)), key)
        plan.fates.append(fate)
    for keys in groups.values():
        _settle(keys)
    for fate, subject in nameless:
        if subject in named:
            _merge(fate, _winner_of(named[subject], groups), no("what", "import-merged-without-number"))
    return plan


def _key(fate: Fate, row: Row, entry: Entry) -> Key:
    return Key(
        fate,
        digest(comparable(entry.title)),
        digest(comparable(entry.leader)),
        digest(*(str(value) for value in row.cells.values())),
        entry.richness(),
    )


def _subject(row: Row, mapping: ListMapping) -> bytes:
    title, leader = (cell_text(row.cells.get(mapping.columns[name]), mapping.unknown) for name in ("title", "leader"))
    return digest(comparable(title), comparable((leaders_in(leader) or ("",))[0]))


def _settle(keys: list[Key]) -> None:
    """Rows of one number: the same project, of which the richest row enters; or several, and then none does."""
    if len(keys) == 1:
        return
    best = max(keys, key=lambda key: key.richness)  # the first of equals
    joined = [best]
    for _ in keys:
        joined += [key for key in keys if key not in joined and any(key.same_project(each) for each in joined)]
    if len(joined) < len(keys):
        for key in keys:
            key.fate.outcome = REFUSED
            key.fate.why = no("what", "import-number-claimed-twice", number=key.fate.number, rows=len(keys))
        return
    for key in keys:
        if key is not best:
            _merge(key.fate, best.fate, _remark(key, best))


def _remark(key: Key, best: Key) -> Verdict:
    if key.whole == best.whole:
        return no("what", "import-merged-repeated")
    if key.title != best.title:
        return no("what", "import-merged-other-title")
    if key.leader != best.leader:
        return no("what", "import-merged-other-leader")
    return no("what", "import-merged-poorer")


def _merge(fate: Fate, into: Fate, why: Verdict) -> None:
    if into.outcome == REFUSED:
        return
    fate.outcome, fate.number, fate.into, fate.why = MERGED, into.number, into.row, why


def _winner_of(key: Key, groups: dict[str, list[Key]]) -> Fate:
    return next((each.fate for each in groups[key.fate.number] if each.fate.outcome == WAITS), key.fate)


def waiting(plan: Plan, rows: Iterator[Row]) -> Iterator[tuple[Fate, Row]]:
    """The rows that are to be imported, with their fates, from a second reading of the same list."""
    for fate, row in zip(plan.fates, rows, strict=True):
        if fate.outcome == WAITS:
            yield fate, row
