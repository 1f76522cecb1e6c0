"""Pure rules of acceptance: which indicators are met, and what may be concluded from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.verdict import YES, Verdict, no
from projects.applications.rules import reaches

PASS = "pass"  # noqa: S105  # a conclusion, no secret


@dataclass(frozen=True)
class Reached:
    """One indicator of the contract and what it had reached (None: not said yet)."""

    name: str
    comparison: str
    target: Decimal
    actual: Decimal | None
    unit: str = ""
    evidence: str = ""
    sign: str = ""

    @property
    def is_met(self) -> bool:
        """A value that misses its ≥ or ≤ is not met, by however little (practice: never a percentage)."""
        if self.actual is None:
            return False
        return reaches(self.actual, self.comparison, self.target)


def every_value_given(reached: Sequence[Reached]) -> Verdict:
    names = [each.name for each in reached if each.actual is None]
    return no("what", "values-missing", names="、".join(names)) if names else YES


def summary_given(summary: str) -> Verdict:
    return YES if summary.strip() else no("what", "summary-missing")


def may_pass(reached: Sequence[Reached], least_share: Decimal) -> Verdict:
    """At least this share of the indicators is met; a contract without indicators does not pass by itself."""
    met, count = sum(each.is_met for each in reached), len(reached)
    if count and Decimal(met) / count >= least_share:
        return YES
    return no("what", "too-few-met", met=met, count=count, least=f"{least_share * 100:.0f}%")


def conclusion_is_founded(conclusion: str, reached: Sequence[Reached], least_share: Decimal) -> Verdict:
    return may_pass(reached, least_share) if conclusion == PASS else YES


def other_conclusion_explained(conclusion: str, suggested: str, reason: str) -> Verdict:
    if conclusion == suggested or reason.strip():
        return YES
    return no("what", "other-conclusion-unexplained")


def rectification_left(used: int, most: int = 1) -> Verdict:
    return YES if used < most else no("what", "rectification-used")


def midterm_assessed(due_on: date | None, *, is_assessed: bool, today: date) -> Verdict:
    """The mid-term report must be assessed once its day has passed."""
    if due_on is None or is_assessed or due_on >= today:
        return YES
    return no("when", "midterm-not-assessed", due=due_on)


def days_late(due_on: date, today: date) -> int:
    return max(0, (today - due_on).days)
