"""Budget, indicators, period, texts: the pure rules, by table."""

from datetime import date
from decimal import Decimal

import pytest

from core.verdict import YES
from projects.applications.rules import (
    Line,
    budget_is_right,
    budget_measures,
    indicator_is_right,
    indirect_cap,
    named_once,
    period_is_right,
    reaches,
    text_fits,
)

TIERS = [(Decimal(5_000_000), Decimal("0.30")), (Decimal(10_000_000), Decimal("0.25")), (None, Decimal("0.20"))]
D = Decimal


@pytest.mark.parametrize(
    ("base", "cap"),
    [
        (D(0), D("0.00")),
        (D(1_000_000), D("300000.00")),
        (D(5_000_000), D("1500000.00")),
        (D(8_000_000), D("2250000.00")),  # the worked example of domain.md section 3
        (D(12_000_000), D("3150000.00")),
        (D("0.05"), D("0.02")),
    ],
)
def test_indirect_cap_is_marginal(base, cap):
    assert indirect_cap(base, TIERS) == cap


def lines(granted=100, own=0, indirect=0, equipment=0):
    return [
        Line("granted", "business", D(granted)),
        Line("granted", "equipment", D(equipment)),
        Line("granted", "indirect", D(indirect)),
        Line("self_raised", "business", D(own)),
    ]


@pytest.mark.parametrize(
    ("budget", "ratio", "code"),
    [
        (lines(100), 0, ""),
        (lines(0), 0, "budget-empty"),
        (lines(1001), 0, "grant-above-ceiling"),
        (lines(100, own=100), "0.5", ""),
        (lines(100, own=99), "0.5", "self-raised-too-little"),
        (lines(100, indirect=30), 0, ""),
        (lines(100, indirect=31), 0, "indirect-above-cap"),
        (lines(100, indirect=31, equipment=500), 0, "indirect-above-cap"),
    ],
)
def test_budget(budget, ratio, code):
    assert budget_is_right(budget, ceiling=D(1000), self_raised_ratio=D(ratio), tiers=TIERS).code == code


def test_a_refusal_says_what_is_missing_to_the_yuan():
    verdict = budget_is_right(lines(100, own=99), ceiling=D(1000), self_raised_ratio=D("0.5"), tiers=TIERS)
    assert verdict.facts["missing"] == D("1.00")


@pytest.mark.parametrize(
    ("actual", "comparison", "wanted", "met"),
    [(25, "ge", 25, True), (24, "ge", 25, False), (2, "le", 2, True), ("2.01", "le", 2, False)],
)
def test_indicator_is_met_or_missed(actual, comparison, wanted, met):
    assert reaches(D(actual), comparison, D(wanted)) is met


@pytest.mark.parametrize(
    ("comparison", "existing", "midterm", "target", "unit", "code"),
    [
        ("ge", 1, 2, 3, "件", ""),
        ("le", 3, 2, 1, "dB", ""),
        ("ge", None, None, 3, "件", ""),
        ("ge", 3, 2, 1, "件", "indicator-order"),
        ("le", 1, 2, 3, "dB", "indicator-order"),
        ("ge", 1, 2, 3, " ", "indicator-unmeasurable"),
    ],
)
def test_indicator(comparison, existing, midterm, target, unit, code):
    numbers = [None if each is None else D(each) for each in (existing, midterm, target)]
    assert indicator_is_right("指标", comparison, *numbers, unit, "检测报告").code == code


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (date(2027, 1, 1), date(2028, 12, 31), ""),
        (date(2027, 1, 1), date(2027, 1, 1), "period-backwards"),
        (date(2027, 1, 1), date(2031, 1, 1), "period-too-long"),
    ],
)
def test_period(start, end, code):
    assert period_is_right(start, end, longest_months=36).code == code


@pytest.mark.parametrize(
    ("text", "required", "code"),
    [
        ("", True, "text-missing"),
        ("", False, ""),
        ("  \n", True, "text-missing"),
        ("长", True, "text-too-short"),
        ("长" * 11, True, "text-too-long"),
        ("长" * 10, True, ""),
    ],
)
def test_text(text, required, code):
    verdict = text_fits("依据", text, least=2, most=10, required=required)
    assert verdict.code == code
    assert bool(verdict) is (verdict == YES)


def test_each_sum_of_a_budget_stands_beside_its_bound():
    budget = [
        Line("granted", "equipment", D(200)),
        Line("granted", "business", D(500)),
        Line("granted", "indirect", D(151)),
        Line("self_raised", "business", D(149)),
    ]
    found = budget_measures(budget, ceiling=D(800), self_raised_ratio=D("0.2"), tiers=TIERS)
    assert [(m.key, m.amount, m.bound, m.base, m.verdict.code) for m in found] == [
        ("granted", D(851), D(800), D(800), "grant-above-ceiling"),
        ("self_raised", D(149), D("212.75"), D(1000), "self-raised-too-little"),
        ("indirect-granted", D(151), D("150.00"), D(500), "indirect-above-cap"),
        ("indirect-self_raised", D(0), D("44.70"), D(149), ""),
    ]
    assert found[0].share == D(851) / 800


@pytest.mark.parametrize(("names", "said"), [([], ""), ([2027, 2028], ""), ([2027, 2028, 2027], "year-twice")])
def test_a_row_names_what_no_other_row_names(names, said):
    assert named_once(names, "year-twice").code == said
