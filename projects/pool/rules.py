"""Pure rules of the reserve pool: rank key, thresholds, shelf life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from core.verdict import YES, Verdict, no


def rank_key(parts: Sequence[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Weighted mean of (value 0 to 100, weight); the weights of what is there are renormalised; None of nothing.

    domain.md, reserve pool: 0.6 expert + 0.25 policy fit + 0.15 readiness.
    """
    known = [(value, weight) for value, weight in parts if value is not None]
    weights = sum((weight for _value, weight in known), Decimal(0))
    if not weights:
        return None
    return (sum((value * weight for value, weight in known), Decimal(0)) / weights).quantize(Decimal("0.0001"))


def order_key(key: Decimal | None, score: Decimal | None, entered: datetime) -> tuple[Decimal, Decimal, datetime]:
    """Best first when sorted ascending: higher key, then higher expert score, then earlier entry."""
    return (-(key or Decimal(0)), -(score or Decimal(0)), entered)


def reaches_threshold(score: Decimal, threshold: Decimal) -> Verdict:
    return YES if score >= threshold else no("what", "score-below-pool", score=score, threshold=threshold)


def still_valid(valid_until: date | None, today: date) -> Verdict:
    return YES if valid_until and valid_until >= today else no("when", "pool-entry-expired", until=valid_until or "-")


def may_renew_again(renewals: int, *, most: int) -> Verdict:
    return YES if renewals < most else no("what", "renewals-used", most=most)


def budget_suffices(amount: Decimal, committed: Decimal, wanted: Decimal) -> Verdict:
    """Is enough of a budget line left? Yuan."""
    left = amount - committed
    return YES if wanted <= left else no("what", "budget-exhausted", left=left, wanted=wanted)


def within_money(amounts: Sequence[Decimal], money: Decimal) -> int:
    """How many entries, in rank order, a sum of money would fund ("with 30 million, these 41")."""
    count, spent = 0, Decimal(0)
    for amount in amounts:
        spent += amount
        if spent > money:
            break
        count += 1
    return count
