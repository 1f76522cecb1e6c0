"""Pure rules of reports: when they are due, what of them is missing, whether an indicator is met, rates of spending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.verdict import YES, Verdict, no
from projects.applications.rules import reaches

MIDTERM = "midterm"
MOST_RATE = Decimal("99.9999")


@dataclass(frozen=True)
class Aim:
    """An indicator of the contract: what it had to reach at mid-term (if anything) and at the end."""

    position: int
    name: str
    comparison: str  # ge | le
    midterm: Decimal | None
    target: Decimal
    unit: str = ""


def half_way(starts_on: date, ends_on: date, *, share: int) -> date:
    """The day on which ``share`` percent of the period has passed."""
    return starts_on + timedelta(days=(ends_on - starts_on).days * share // 100)


def due_day(report_kind: str, year: int, starts_on: date, ends_on: date, *, share: int, days: int) -> date:
    """A mid-term report is due when its share of the period has passed, an annual one some days into the next year."""
    if report_kind == MIDTERM:
        return half_way(starts_on, ends_on, share=share)
    return date(year, 12, 31) + timedelta(days=days)


def year_is_right(year: int, starts_on: date | None, ends_on: date | None) -> Verdict:
    """The year reported on lies within the project's period."""
    if starts_on is None or ends_on is None:
        return no("what", "project-without-period")
    if starts_on.year <= year <= ends_on.year:
        return YES
    return no("what", "report-year-outside", year=str(year), first=str(starts_on.year), last=str(ends_on.year))


def values_are_whole(aims: Sequence[Aim], values: Mapping[int, Decimal | None]) -> Verdict:
    """Every indicator of the contract has a value; names the first that has none."""
    for aim in aims:
        if values.get(aim.position) is None:
            return no("what", "indicator-value-missing", name=aim.name)
    return YES


def is_met(aim: Aim, actual: Decimal, *, at_end: bool) -> bool | None:
    """Does a value reach the mid-term (or final) value? None where nothing was promised for the mid-term.

    A missed ``le`` is missed (未达标), never a percentage (practice.md section 8).
    """
    wanted = aim.target if at_end else aim.midterm
    return None if wanted is None else reaches(actual, aim.comparison, wanted)


def share_reached(aim: Aim, actual: Decimal) -> Decimal | None:
    """Percent of the final value that a ``ge`` indicator has reached; None for ``le`` and for a target of nothing."""
    if aim.comparison != "ge" or aim.target <= 0:
        return None
    return (actual / aim.target * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def spending_rate(spent: Decimal, of: Decimal | None) -> Decimal | None:
    """Spent / approved or spent / arrived, four decimals; None where there is nothing to divide by."""
    if not of:
        return None
    return min((spent / of).quantize(Decimal("0.0001"), ROUND_HALF_UP), MOST_RATE)
