"""Pure rules of payments, spending and performance, as tables."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from funding.performance.policy import PerformancePolicy
from funding.performance.rules import performance_band, points_fit, suggested_execution, total_of
from funding.spending.reasons import FLAGS
from funding.spending.rules import (
    FinalLine,
    Frame,
    Voucher,
    final_accounts,
    flags_of,
    just_below,
    money_suffices,
    spent_by,
)
from funding.tranches.rules import (
    Sums,
    days_between,
    entry_balances,
    falls_due_after_report,
    payment_is_open,
    sums_of,
)

FRAME = Frame(
    date(2027, 1, 1),
    date(2028, 12, 31),
    frozenset({"白若溪"}),
    {("granted", "business"): Decimal(100_000), ("self_raised", "business"): Decimal(400_000)},
)


def voucher(amount="1234.50", on=date(2027, 6, 1), **fields):
    return Voucher(
        "付-1", **{"source": "granted", "category": "business", "amount": Decimal(amount), "spent_on": on, **fields}
    )


@pytest.mark.parametrize(
    ("one", "live", "same", "codes"),
    [
        (voucher(), [], [], []),
        (voucher(invoice="A1"), [], [voucher(project="P9")], ["duplicate-invoice"]),
        (voucher(on=date(2026, 12, 31)), [], [], ["outside-period"]),
        (voucher(on=date(2027, 1, 1)), [], [], []),
        (voucher(on=date(2029, 1, 1)), [voucher("90000", on=date(2027, 5, 1))], [], ["outside-period"]),
        (voucher(payee=" 白若溪 "), [], [], ["payee-in-team"]),
        (voucher("20000"), [], [], ["round-amount"]),
        (voucher("9000"), [], [], []),
        (voucher("49999"), [], [], ["just-below"]),
        (voucher("48500"), [], [], ["just-below"]),
        (voucher("48499.99"), [], [], []),
        (voucher("100000.01"), [], [], ["over-budget"]),
        (voucher("99000.50"), [voucher("1000")], [], ["over-budget"]),
        (voucher("99000.50"), [voucher("1000", source="self_raised")], [], []),
        (voucher(category="labour"), [], [], ["over-budget"]),
        (voucher("900", on=date(2028, 12, 2)), [voucher("1000", on=date(2028, 1, 1))], [], ["last-month-rush"]),
        (voucher("900", on=date(2028, 12, 1)), [voucher("1000", on=date(2028, 1, 1))], [], []),
        (voucher("600", on=date(2028, 12, 2)), [voucher("900", on=date(2028, 1, 1))], [], []),
    ],
)  # fmt: skip
def test_flags(one, live, same, codes):
    found = flags_of(one, live, same, FRAME)
    assert [each.code for each in found] == codes
    for each in found:
        assert str(FLAGS[each.code].words) % each.facts


def test_a_project_without_period_team_or_budget_is_flagged_for_its_budget_only():
    assert [each.code for each in flags_of(voucher(), [], [], Frame())] == ["over-budget"]


@pytest.mark.parametrize(("amount", "threshold"), [("49999", 50000), ("50000", None), ("197000", 200000), ("1", None)])
def test_just_below(amount, threshold):
    assert just_below(Decimal(amount), (50_000, 200_000), 3) == threshold


def test_granted_money_must_have_arrived():
    assert money_suffices(Decimal(10), Decimal(10))
    assert money_suffices(Decimal(10), Decimal("10.01")).code == "granted-money-short"
    assert spent_by(date(2027, 1, 1), date(2027, 1, 1))
    assert spent_by(date(2027, 1, 2), date(2027, 1, 1)).code == "spent-in-the-future"


def test_final_accounts_sum_by_source_and_category_and_show_what_had_no_budget():
    rows = [voucher("1000"), voucher("500.50"), voucher("7", category="labour")]
    assert final_accounts(FRAME.budget, rows) == [
        FinalLine("granted", "business", Decimal(100_000), Decimal("1500.50")),
        FinalLine("self_raised", "business", Decimal(400_000), Decimal(0)),
        FinalLine("granted", "labour", Decimal(0), Decimal(7)),
    ]
    assert final_accounts(FRAME.budget, rows)[0].left == Decimal("98499.50")


@pytest.mark.parametrize(
    ("state", "condition", "is_open"),
    [
        ("active", "on_signing", True),
        ("under_acceptance", "after_midterm", True),
        ("passed", "after_acceptance", True),
        ("archived", "after_acceptance", True),
        ("archived", "after_midterm", False),
        ("rectifying", "on_signing", False),
        ("suspended", "after_midterm", False),
        ("failed", "after_midterm", False),
        ("terminated", "on_signing", False),
        ("contracting", "on_signing", False),
    ],
)
def test_when_a_payment_may_go(state, condition, is_open):
    verdict = payment_is_open(state, state, condition)
    assert bool(verdict) is is_open
    assert verdict.code == ("" if is_open else "payment-frozen")


@pytest.mark.parametrize(
    ("sides", "balances"),
    [
        ({"treasury": Decimal(-5), "project_cash": Decimal(5)}, True),
        ({"treasury": Decimal(-5), "project_cash": Decimal(4)}, False),
        ({"treasury": Decimal(0), "project_cash": Decimal(0)}, False),
    ],
)
def test_an_entry_balances(sides, balances):
    assert entry_balances(sides) is balances


def test_sums_of_balances():
    found = sums_of({"treasury": Decimal(-300), "project_cash": Decimal(200), "project_spent": Decimal(100)})
    assert found == Sums(Decimal(300), Decimal(100), Decimal(0))
    assert found.granted_left() == 200
    assert sums_of({}) == Sums(Decimal(0), Decimal(0), Decimal(0))


def test_days_between():
    start = datetime(2027, 1, 1, tzinfo=UTC)
    assert days_between(start, datetime(2027, 1, 31, tzinfo=UTC)) == 30
    assert days_between(None, start) is None and days_between(start, None) is None


@pytest.mark.parametrize(
    ("kind", "grade", "due"),
    [
        ("midterm", "excellent", True),
        ("midterm", "qualified", True),
        ("midterm", "basic", False),
        ("midterm", "unqualified", False),
        ("annual", "excellent", False),
    ],
)
def test_which_report_pays(kind, grade, due):
    assert falls_due_after_report(kind, grade) is due


MOST = PerformancePolicy().most()


@pytest.mark.parametrize(
    ("points", "fits"),
    [
        ({"execution": 10, "output": 50, "benefit": 30, "satisfaction": 10}, True),
        ({"execution": 0, "output": 0, "benefit": 0, "satisfaction": 0}, True),
        ({"execution": 11, "output": 50, "benefit": 30, "satisfaction": 10}, False),
        ({"execution": -1, "output": 50, "benefit": 30, "satisfaction": 10}, False),
        ({"execution": 10, "output": 50, "benefit": 30}, False),
    ],
)
def test_points_fit_their_part(points, fits):
    verdict = points_fit({part: Decimal(value) for part, value in points.items()}, MOST)
    assert bool(verdict) is fits
    assert verdict.code == ("" if fits else "points-outside")


@pytest.mark.parametrize(
    ("total", "band"),
    [("100", "excellent"), ("90", "excellent"), ("89.99", "good"), ("80", "good"), ("79.99", "fair"), ("60", "fair"), ("59.99", "poor"), ("0", "poor")],
)  # fmt: skip
def test_performance_bands(total, band):
    assert performance_band(Decimal(total), Decimal(90), Decimal(80), Decimal(60)) == band


@pytest.mark.parametrize(
    ("spent", "approved", "points"),
    [("0", "100", "0.0"), ("75", "100", "7.5"), ("120", "100", "10.0"), ("1", "3", "3.3")],
)
def test_execution_is_suggested_by_the_spending_rate(spent, approved, points):
    assert suggested_execution(Decimal(spent), Decimal(approved), 10) == Decimal(points)


def test_small_performance_rules():
    assert suggested_execution(Decimal(5), None, 10) is None
    points = {"execution": "8.5", "output": "45", "benefit": "20", "satisfaction": "9"}
    assert total_of({part: Decimal(value) for part, value in points.items()}) == Decimal("82.5")
    with pytest.raises(ValueError, match="sum to 110"):
        PerformancePolicy(output=60)
