"""Pure rules of a score sheet: points inside their range, everything said, the comment long enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.verdict import YES, Verdict, first_no, no


def points_are_right(points: Mapping[str, Decimal], criteria: Sequence[Mapping[str, Any]]) -> Verdict:
    """Each criterion has points between nothing and its most; none is foreign to the sheet."""
    known = {each["key"]: each for each in criteria}
    for key, given in points.items():
        if key not in known:
            return no("what", "criterion-unknown", key=key)
        if not 0 <= given <= known[key]["points"]:
            return no("what", "points-out-of-range", name=known[key]["name"], most=known[key]["points"])
    return YES


GRADES = (("excellent", 90), ("good", 75), ("fair", 60), ("poor", 0))


@dataclass(frozen=True)
class Band:
    """A grade of one criterion: from ``low`` to ``high`` points, both inside."""

    grade: str
    low: int
    high: int


def bands(points: int) -> list[Band]:
    """The four grades of a criterion by share of its points: from 90, 75 and 60 per cent on, and below.

    practice.md section 6: visible ranges beside a typed number. A small criterion may leave a grade empty (low > high).
    """
    found, high = [], points
    for grade, share in GRADES:
        low = -(-points * share // 100)
        found.append(Band(grade, low, high))
        high = low - 1
    return found


def sheet_is_whole(
    points: Mapping[str, Decimal],
    criteria: Sequence[Mapping[str, Any]],
    *,
    familiarity: str,
    recommendation: str,
    comment: str,
    least_comment: int,
) -> Verdict:
    """What must be there before a sheet is submitted."""
    missing = [each["name"] for each in criteria if each["key"] not in points]
    length = len(comment.strip())
    return first_no(
        points_are_right(points, criteria),
        no("what", "criteria-missing", names="、".join(missing)) if missing else YES,
        YES if familiarity and recommendation else no("what", "recommendation-missing"),
        YES if length >= least_comment else no("what", "comment-too-short", length=length, least=least_comment),
    )
