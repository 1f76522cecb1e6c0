"""Pure rules of the performance evaluation: points by part, the band, what the spending rate suggests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from core.verdict import YES, Verdict, no

PARTS = ("execution", "output", "benefit", "satisfaction")


def points_fit(points: Mapping[str, Decimal], most: Mapping[str, int]) -> Verdict:
    """Every part has points from 0 up to its most, and there is no other part."""
    for part in PARTS:
        given = points.get(part)
        if given is None or not 0 <= given <= most[part]:
            return no("what", "points-outside", part=part, given=given if given is not None else "-", most=most[part])
    return YES


def total_of(points: Mapping[str, Decimal]) -> Decimal:
    return sum((Decimal(points[part]) for part in PARTS), Decimal(0))


def performance_band(total: Decimal, excellent: Decimal, good: Decimal, fair: Decimal) -> str:
    """财预〔2020〕10号: from 90 excellent, from 80 good, from 60 fair, else poor (policy)."""
    steps = ((excellent, "excellent"), (good, "good"), (fair, "fair"))
    return next((band for least, band in steps if total >= least), "poor")


def suggested_execution(spent: Decimal, approved: Decimal | None, most: int) -> Decimal | None:
    """Points for execution as the spending rate would give them: spent / approved x most, at most ``most``."""
    if not approved:
        return None
    rate = min(Decimal(1), spent / approved)
    return (rate * most).quantize(Decimal("0.1"), ROUND_HALF_UP)
