"""Due days, whole values, met or not met, rates: the pure rules of reports, by table."""

from datetime import date
from decimal import Decimal as D

import pytest

from projects.midterm.rules import (
    Aim,
    due_day,
    is_met,
    share_reached,
    spending_rate,
    values_are_whole,
    year_is_right,
)

PERIOD = (date(2027, 1, 1), date(2028, 12, 31))
LIFE = Aim(1, "疲劳寿命", "ge", D(200000), D(300000))
LOSS = Aim(2, "插入损耗", "le", D("2.0"), D("1.5"))
PATENTS = Aim(3, "专利", "ge", None, D(0))


@pytest.mark.parametrize(
    ("kind", "year", "expected"),
    [("midterm", 2027, date(2028, 1, 1)), ("annual", 2027, date(2028, 1, 15)), ("annual", 2028, date(2029, 1, 15))],
)
def test_reports_are_due_at_half_time_or_in_january(kind, year, expected):
    assert due_day(kind, year, *PERIOD, share=50, days=15) == expected


@pytest.mark.parametrize(
    ("year", "period", "code"),
    [
        (2027, PERIOD, ""),
        (2028, PERIOD, ""),
        (2026, PERIOD, "report-year-outside"),
        (2029, PERIOD, "report-year-outside"),
        (2027, (None, None), "project-without-period"),
    ],
)
def test_the_year_lies_in_the_period(year, period, code):
    assert year_is_right(year, *period).code == code


@pytest.mark.parametrize(
    ("aim", "actual", "at_end", "expected"),
    [
        (LIFE, "200000", False, True),
        (LIFE, "199999.9999", False, False),
        (LIFE, "200000", True, False),
        (LOSS, "2.0", False, True),
        (LOSS, "2.0001", False, False),
        (LOSS, "1.5", True, True),
        (PATENTS, "0", False, None),
    ],
)
def test_an_indicator_is_met_or_it_is_not(aim, actual, at_end, expected):
    assert is_met(aim, D(actual), at_end=at_end) is expected


@pytest.mark.parametrize(
    ("aim", "actual", "expected"), [(LIFE, "200000", D("66.7")), (LOSS, "2.0", None), (PATENTS, "1", None)]
)
def test_only_a_lower_bound_has_a_percentage(aim, actual, expected):
    assert share_reached(aim, D(actual)) == expected


def test_the_first_indicator_without_a_value_is_named():
    assert values_are_whole([LIFE, LOSS], {1: D(0), 2: D(1)}).code == ""
    verdict = values_are_whole([LIFE, LOSS], {1: D(0)})
    assert (verdict.code, verdict.facts) == ("indicator-value-missing", {"name": "插入损耗"})


@pytest.mark.parametrize(
    ("spent", "of", "expected"),
    [("125000", D(600000), D("0.2083")), ("1", None, None), ("1", D(0), None), ("900", D(1), D("99.9999"))],
)
def test_rates_of_spending(spent, of, expected):
    assert spending_rate(D(spent), of) == expected
