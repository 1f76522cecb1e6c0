"""Pure rules of payments: when a tranche may go, what an entry must balance to, how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.verdict import YES, Verdict, no

PAYABLE = frozenset({"active", "under_acceptance", "passed"})


@dataclass(frozen=True)
class Sums:
    """What was paid and spent, in yuan, as the postings say."""

    granted_paid: Decimal
    granted_spent: Decimal
    self_raised_spent: Decimal

    def granted_left(self) -> Decimal:
        return self.granted_paid - self.granted_spent


def payment_is_open(project_state: str, label: str, condition: str) -> Verdict:
    """A payment stops while its project is suspended or to be rectified, and for good when it failed or ended early.

    What fell due by a passed acceptance may still be paid when the project is archived.
    """
    if project_state in PAYABLE or (project_state == "archived" and condition == "after_acceptance"):
        return YES
    return no("when", "payment-frozen", state=label)


def entry_balances(sides: Mapping[str, Decimal]) -> bool:
    """The sides of an entry sum to nothing, and none is zero."""
    return sum(sides.values(), Decimal(0)) == 0 and all(sides.values())


def sums_of(balances: Mapping[str, Decimal]) -> Sums:
    """From the balance of each account: what left the treasury, what was spent of it, what was spent of the own."""
    zero = Decimal(0)
    return Sums(-balances.get("treasury", zero), balances.get("project_spent", zero), balances.get("own_spent", zero))


def days_between(start: datetime | None, end: datetime | None) -> int | None:
    """Full days from a decision to a payment; None while one of them is missing."""
    return (end - start).days if start and end else None


def falls_due_after_report(report_kind: str, grade: str) -> bool:
    """An excellent or qualified mid-term report opens the next payment; a basic one waits for its rectification."""
    return report_kind == "midterm" and grade in {"excellent", "qualified"}
