"""Which indicators are met, and what may be concluded."""

from datetime import date
from decimal import Decimal

import pytest

from projects.acceptance.rules import (
    Reached,
    conclusion_is_founded,
    days_late,
    every_value_given,
    midterm_assessed,
    other_conclusion_explained,
    rectification_left,
    summary_given,
)

LEAST = Decimal("0.80")


def reached(comparison, target, actual):
    return Reached("指标", comparison, Decimal(target), None if actual is None else Decimal(actual))


@pytest.mark.parametrize(
    ("comparison", "target", "actual", "met"),
    [
        ("ge", "300000", "300000", True),
        ("ge", "300000", "299999.9999", False),
        ("le", "1.5", "1.5", True),
        ("le", "1.5", "1.5001", False),
        ("le", "1.5", "0", True),
        ("ge", "0", None, False),
        ("le", "9", None, False),
    ],
)
def test_a_value_that_misses_its_bound_is_not_met(comparison, target, actual, met):
    assert reached(comparison, target, actual).is_met is met


@pytest.mark.parametrize(
    ("met", "missed", "conclusion", "code"),
    [
        (4, 1, "pass", ""),
        (3, 1, "pass", "too-few-met"),
        (0, 0, "pass", "too-few-met"),
        (0, 3, "conclude", ""),
        (0, 3, "fail", ""),
    ],
)
def test_passing_takes_four_fifths_of_the_indicators(met, missed, conclusion, code):
    rows = [reached("ge", "1", "1")] * met + [reached("le", "1", "2")] * missed
    assert conclusion_is_founded(conclusion, rows, LEAST).code == code


def test_every_value_and_the_summary_are_given():
    rows = [reached("ge", "1", "1"), reached("ge", "1", None)]
    verdict = every_value_given(rows)
    assert (verdict.code, verdict.facts) == ("values-missing", {"names": "指标"})
    assert every_value_given(rows[:1])
    assert [bool(summary_given(text)) for text in ("", " \n", "完成")] == [False, False, True]


@pytest.mark.parametrize(
    ("due", "assessed", "today", "allowed"),
    [
        (None, False, date(2028, 1, 1), True),
        (date(2028, 1, 1), False, date(2028, 1, 1), True),
        (date(2028, 1, 1), False, date(2028, 1, 2), False),
        (date(2028, 1, 1), True, date(2028, 6, 1), True),
    ],
)
def test_the_midterm_report_must_be_assessed_once_its_day_has_passed(due, assessed, today, allowed):
    assert bool(midterm_assessed(due, is_assessed=assessed, today=today)) is allowed


def test_one_rectification_a_reason_for_another_conclusion_and_days_late():
    assert rectification_left(0) and rectification_left(1).code == "rectification-used"
    assert other_conclusion_explained("pass", "pass", "") and other_conclusion_explained("fail", "pass", "经查")
    assert other_conclusion_explained("fail", "pass", " ").code == "other-conclusion-unexplained"
    assert [days_late(date(2029, 6, 30), day) for day in (date(2029, 6, 30), date(2029, 7, 2))] == [0, 2]
