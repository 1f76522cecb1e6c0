"""From scores to one number: mean, trimmed mean, spread. Pure. The model-based correction comes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.verdict import YES, Verdict, no

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Aggregate:
    """``mean`` of all, ``score`` that ranks (trimmed from five scores on), ``spread`` = max - min; 0 to 100."""

    count: int
    mean: Decimal
    score: Decimal
    spread: Decimal
    is_disputed: bool


def enough_scores(count: int, least: int) -> Verdict:
    return YES if count >= least else no("what", "too-few-scores", count=count, least=least)


def aggregate(scores: Sequence[Decimal], *, trim_from: int, disputed_from: Decimal) -> Aggregate:
    """Below ``trim_from`` scores the mean ranks; from there on one highest and one lowest are dropped.

    domain.md section 1, remote review. Raises ValueError without a score.
    """
    if not scores:
        raise ValueError("nothing to aggregate")
    ordered = sorted(scores)
    kept = ordered[1:-1] if len(ordered) >= trim_from else ordered
    spread = ordered[-1] - ordered[0]
    return Aggregate(len(ordered), _mean(ordered), _mean(kept), spread, spread >= disputed_from)


def ranks(scores: Sequence[Decimal]) -> list[int]:
    """Standard competition ranking, best first: equal scores share a rank."""
    return [1 + sum(other > score for other in scores) for score in scores]


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)
