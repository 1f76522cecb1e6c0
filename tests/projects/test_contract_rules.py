"""Budget rebuilt, tranches cut, sums and caps: the pure rules of contracts, by table."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.applications.rules import Line
from projects.contracts.policy import ContractPolicy
from projects.contracts.rules import budget_fits, planned_amounts, rebuilt_budget, signing_is_overdue

TIERS = [(D(5_000_000), D("0.30")), (D(10_000_000), D("0.25")), (None, D("0.20"))]
ASKED = [
    Line("granted", "equipment", D("200000")),
    Line("granted", "business", D("360000")),
    Line("granted", "labour", D("160000")),
    Line("granted", "indirect", D("80000")),
    Line("self_raised", "business", D("400000")),
]


def amounts(lines):
    return {(x.source, x.category): x.amount for x in lines}


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        (D("600000"), ("150000.00", "270000.00", "120000.00", "60000.00")),
        (D("800000"), ("200000.00", "360000.00", "160000.00", "80000.00")),
        (D("100000.01"), ("25000.00", "45000.01", "20000.00", "10000.00")),  # the cent goes to the largest line
        (D("0.05"), ("0.01", "0.03", "0.01", "0.00")),
    ],
)
def test_granted_lines_are_scaled_and_self_raised_ones_stay(granted, expected):
    names = ("equipment", "business", "labour", "indirect")
    wanted = {("granted", name): D(value) for name, value in zip(names, expected, strict=True)}
    assert amounts(rebuilt_budget(ASKED, granted)) == wanted | {("self_raised", "business"): D("400000")}


def test_what_is_left_over_never_goes_to_indirect_costs_while_there_is_a_direct_line():
    lines = [
        Line("granted", "indirect", D("50")),
        Line("granted", "business", D("40")),
        Line("granted", "labour", D("10")),
    ]
    assert amounts(rebuilt_budget(lines, D("0.99"))) == {
        ("granted", "indirect"): D("0.49"), ("granted", "business"): D("0.41"), ("granted", "labour"): D("0.09"),
    }  # fmt: skip


cents = st.integers(0, 10**9).map(lambda n: D(n) / 100)


@given(st.lists(cents, min_size=4, max_size=4), st.integers(1, 10**9).map(lambda n: D(n) / 100))
def test_a_rebuilt_budget_adds_up_to_the_cent(values, granted):
    names = ("equipment", "business", "labour", "indirect")
    lines = [Line("granted", name, value) for name, value in zip(names, values, strict=True)]
    found = rebuilt_budget(lines, granted)
    assert sum(x.amount for x in found) - (0 if sum(values) else sum(values)) == granted
    assert all(x.amount >= 0 for x in found)


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ("600000", ["300000.00", "180000.00", "120000.00"]),
        ("100000.01", ["50000.00", "30000.00", "20000.01"]),
        ("0.01", ["0.00", "0.00", "0.01"]),
    ],
)
def test_tranches_add_up_to_the_cent(granted, expected):
    assert planned_amounts(D(granted), (50, 30, 20)) == [D(each) for each in expected]


def changed(**values):
    names = {f"{x.source}-{x.category}".replace("-", "_"): x for x in rebuilt_budget(ASKED, D(600000))}
    return [Line(x.source, x.category, D(values.get(key, x.amount))) for key, x in names.items()]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (changed(), ""),
        (changed(granted_labour="120000.01"), "budget-not-granted-sum"),
        (changed(self_raised_business="399999.99"), "budget-not-own-sum"),
        (changed(granted_labour="-1", granted_business="390001"), "budget-line-negative"),
        # the cap: 30 % of what is neither equipment nor indirect, 346,153 or 346,154 yuan
        (changed(granted_business="226153", granted_indirect="103847"), "indirect-above-cap"),
        (changed(granted_business="226154", granted_indirect="103846"), ""),
        ([*changed(self_raised_business="0"), Line("self_raised", "indirect", D(400000))], "indirect-above-cap"),
    ],
)
def test_sums_are_exact_and_indirect_costs_capped(lines, code):
    verdict = budget_fits(lines, granted=D(600000), self_raised=D(400000), tiers=TIERS)
    assert verdict.code == code


@pytest.mark.parametrize(("today", "code"), [(date(2027, 1, 5), "signing-not-overdue"), (date(2027, 1, 6), "")])
def test_the_last_day_for_signing_still_counts(today, code):
    assert signing_is_overdue(date(2027, 1, 5), today).code == code


def test_shares_of_the_tranches_add_up_or_the_policy_is_refused():
    with pytest.raises(ValueError, match="add up to 100"):
        ContractPolicy(tranche_percents=(50, 30, 10))
