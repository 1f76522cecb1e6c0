"""Rank key, order, shelf life, money: the pure rules of pool, screening and decisions, by table."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest

from projects.decisions.rules import amounts_are_right, notice_has_ended, objection_is_handled
from projects.pool.rules import budget_suffices, order_key, rank_key, reaches_threshold, still_valid, within_money
from projects.screening.rules import Engaged, below_lead_limit, below_part_limit, nothing_overdue, standing_allows

WEIGHTS = (D("0.60"), D("0.25"), D("0.15"))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("expert", "fit", "ready", "expected"),
    [
        (90, 80, 70, D("84.5000")),
        (None, 80, 70, D("76.2500")),  # renormalised to 0.25 and 0.15
        (90, None, None, D("90.0000")),
        (None, None, None, None),
        (0, 0, 0, D("0.0000")),
    ],
)
def test_rank_key_renormalises_where_a_part_is_missing(expert, fit, ready, expected):
    values = [None if v is None else D(v) for v in (expert, fit, ready)]
    assert rank_key(list(zip(values, WEIGHTS, strict=True))) == expected


def test_ties_go_to_the_higher_score_then_to_the_earlier_entry():
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    entries = [(D(80), D(70), early), (D(80), D(75), late), (D(81), None, late), (D(80), D(75), early)]
    assert sorted(entries, key=lambda e: order_key(*e)) == [entries[2], entries[3], entries[1], entries[0]]


@pytest.mark.parametrize(("score", "ok"), [(D(70), True), (D("69.99"), False)])
def test_threshold(score, ok):
    assert bool(reaches_threshold(score, D(70))) is ok


@pytest.mark.parametrize(("until", "ok"), [(TODAY, True), (date(2026, 11, 22), False), (None, False)])
def test_shelf_life(until, ok):
    assert bool(still_valid(until, TODAY)) is ok


@pytest.mark.parametrize(("wanted", "ok"), [(40, True), (D("40.01"), False)])
def test_budget_line(wanted, ok):
    assert bool(budget_suffices(D(100), D(60), D(wanted))) is ok


@pytest.mark.parametrize(("money", "count"), [(0, 0), (99, 0), (100, 1), (350, 2), (10_000, 3)])
def test_what_a_sum_would_fund(money, count):
    assert within_money([D(100), D(200), D(300)], D(money)) == count


LEADS = Engaged("A", "project", True, date(2026, 1, 1))
TAKES_PART = Engaged("A", "application", False)


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (below_lead_limit([LEADS, TAKES_PART], limit=2), ""),
        (below_lead_limit([LEADS, LEADS], limit=2), "lead-limit"),
        (below_part_limit([LEADS, TAKES_PART], limit=3), ""),
        (below_part_limit([LEADS, TAKES_PART], limit=2), "part-limit"),
        (nothing_overdue([TAKES_PART], TODAY), ""),
        (nothing_overdue([LEADS], TODAY), "overdue-project"),
        (nothing_overdue([LEADS], date(2026, 1, 1)), ""),
        (standing_allows("A", None, "", TODAY), ""),
        (standing_allows("D", None, "", TODAY), "credit-band-d"),
        (standing_allows("A", TODAY, "江科监〔2026〕3号", TODAY), "sanctioned"),
        (standing_allows("A", date(2026, 11, 22), "江科监〔2026〕3号", TODAY), ""),
        (amounts_are_right([("甲", D(10), D(10))], D(10)), ""),
        (amounts_are_right([], D(10)), "decision-empty"),
        (amounts_are_right([("甲", D(10), D(11))], D(100)), "approved-above-suggested"),
        (amounts_are_right([("甲", D(10), D(0))], D(100)), "approved-nothing"),
        (amounts_are_right([("甲", D(10), D(10)), ("乙", D(10), D(1))], D(10)), "decision-above-money"),
        (notice_has_ended(TODAY, TODAY), "notice-still-on"),
        (notice_has_ended(date(2026, 11, 22), TODAY), ""),
        (notice_has_ended(None, TODAY), "notice-not-published"),
        (objection_is_handled("江汉", "13800000000", "有事实" * 10, least=20), ""),
        (objection_is_handled(" ", "13800000000", "有事实" * 10, least=20), "objection-anonymous"),
        (objection_is_handled("江汉", "", "有事实" * 10, least=20), "objection-anonymous"),
        (objection_is_handled("江汉", "1", "没有", least=20), "objection-without-facts"),
    ],
)
def test_refusals(verdict, code):
    assert verdict.code == code
