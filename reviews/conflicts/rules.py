"""Pure rules of conflicts of interest: rules are data, windows are calendar months, a match on the first day counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

BLOCK, HOLD, DISCLOSE = "block", "hold", "disclose"


@dataclass(frozen=True)
class ConflictRule:
    """``months``: how far back from the reference day a tie counts; None: for ever. ``outcome``: block | hold | disclose."""

    code: str
    relation: str
    months: int | None
    outcome: str


@dataclass(frozen=True)
class Known:
    """One relation between an expert and somebody on (or some unit of) an application.

    ``until``: the last day on which it held; None: it still holds.
    """

    relation: str
    until: date | None
    evidence: str


@dataclass(frozen=True)
class Found:
    code: str
    outcome: str
    evidence: str


def months_before(day: date, months: int) -> date:
    """The calendar day ``months`` earlier; no such day -> the month's last (Civil Code art. 202)."""
    month = day.month - 1 - months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def counts(known: Known, rule: ConflictRule, reference: date) -> bool:
    """Does the relation fall inside the rule's window? Inclusive at its first day (domain.md, boundary rules)."""
    if known.relation != rule.relation:
        return False
    if rule.months is None or known.until is None:
        return True
    return known.until >= months_before(reference, rule.months)


def findings(relations: Iterable[Known], rules: Sequence[ConflictRule], reference: date) -> list[Found]:
    """Everything that stands between an expert and an application, each with its evidence."""
    known = list(relations)
    return [
        Found(rule.code, rule.outcome, each.evidence)
        for rule in rules
        for each in known
        if counts(each, rule, reference)
    ]


def is_clear(found: Iterable[Found]) -> bool:
    """Only disclosed relations leave a pair clear; a HOLD waits for its decision."""
    return all(each.outcome == DISCLOSE for each in found)
