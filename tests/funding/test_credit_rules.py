"""The credit score: the published formula, its caps and how it explains itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.credit.policy import CreditPolicy
from funding.credit.rules import (
    Cap,
    Carried,
    Event,
    Later,
    Scale,
    appeals_once,
    band_of,
    credit_score,
    happened_by,
    in_appeal_window,
    is_well_founded,
    late_acceptance_code,
    late_report_code,
    months_between,
    outlook,
    without,
    years_earlier,
    years_later,
)
from funding.credit.states import CreditCategory, CreditCode

TODAY = date(2026, 11, 23)
RUNNING = Carried("P1", "硅光芯片", date(2026, 1, 1), None)


def event(key, code, on=date(2026, 6, 1), project="P1", **fields):
    shape = CreditPolicy().events[code]
    return Event(key, project, code, shape["category"], shape["points"], on, is_veto=shape["veto"], **fields)


# Overdue 13 months, a missing report, 3 % ineligible: 100 - 30 - 10 - 12 = 48 (domain.md section 3).
EXAMPLE = [event("a", "acceptance-late-12"), event("b", "report-missing"), event("c", "ineligible-5")]


def test_the_published_example_comes_out():
    found = credit_score(EXAMPLE, [RUNNING], TODAY, CreditPolicy().scale(), overdue_since=date(2025, 10, 20))
    assert found.years[0].projects[0].score == 48
    assert [year.score for year in found.years] == [48, 100, 100, 100, 100]
    assert (found.score, found.earned, found.band) == (Decimal("84.4"), "B", "C")
    assert found.caps == (
        Cap("low-project-score", "C", {"project": "P1", "score": Decimal(48), "least": Decimal("60.0")}),
        Cap("long-overdue", "C", {"since": date(2025, 10, 20), "months": 13}),
    )


def test_what_if_says_what_each_event_costs():
    scale = Scale()
    cost = {each.key: without(each.key, EXAMPLE, [RUNNING], TODAY, scale) for each in EXAMPLE}
    assert {key: (str(each.score), each.band) for key, each in cost.items()} == {
        "a": ("93.4", "A"),
        "b": ("87.4", "C"),
        "c": ("88.0", "B"),
    }


def test_new_entrants_have_a_hundred():
    found = credit_score([], [], TODAY, Scale())
    assert (found.score, found.band, found.caps, found.counted()) == (Decimal("100.0"), "A", (), [])


@pytest.mark.parametrize(
    ("events", "project_score"),
    [
        ([], 100),
        ([event("a", "report-late")], 97),
        ([event("a", "report-late", self_reported=True)], Decimal("98.5")),
        ([event("a", "acceptance-late-12"), event("b", "not-rectified"), event("c", "report-missing")], 60),  # cap 40
        ([event("a", "ineligible-more"), event("b", "self-raised-50"), event("c", "report-missing")], 50),  # 40 + 10
        ([event("a", "fraud")], 0),
        ([event("a", "fraud", self_reported=True)], 0),
        ([event("a", "concluded")], 100),
        ([event(c, c) for c in ("acceptance-late-12", "not-rectified", "acceptance-failed", "obstruction", "ineligible-more")], 0),
    ],
)  # fmt: skip
def test_points_of_a_project(events, project_score):
    found = credit_score(events, [RUNNING], TODAY, Scale())
    assert found.years[0].projects[0].score == project_score


@pytest.mark.parametrize(
    ("on", "year", "score"),
    [
        (date(2026, 11, 24), None, "100.0"),  # tomorrow counts tomorrow
        (date(2026, 11, 23), 1, "91.0"),
        (date(2025, 11, 24), 1, "91.0"),
        (date(2025, 11, 23), 2, "91.0"),
        (date(2023, 11, 24), 3, "94.0"),
        (date(2022, 11, 24), 4, "97.0"),
        (date(2021, 11, 24), 5, "97.0"),
        (date(2021, 11, 23), None, "100.0"),  # five years old
    ],
)
def test_an_event_weighs_by_its_year_and_ends_after_five(on, year, score):
    found = credit_score([event("a", "acceptance-failed", on)], [], TODAY, Scale())
    assert [each.number for each in found.years if each.projects] == ([year] if year else [])
    assert str(found.score) == score


def test_a_year_is_the_mean_over_every_project_that_ran_in_it():
    other = Carried("P2", "水稻", date(2026, 3, 1), date(2026, 9, 30))
    past = Carried("P3", "湿地", date(2020, 1, 1), date(2025, 11, 23))  # ended on the last day of the second year
    future = Carried("P4", "疫苗", date(2026, 12, 1), None)
    unstarted = Carried("P5", "电池", None, None)
    found = credit_score(EXAMPLE, [RUNNING, other, past, future, unstarted], TODAY, Scale())
    assert [each.project for each in found.years[0].projects] == ["P1", "P2"]
    assert [each.project for each in found.years[1].projects] == ["P3"]
    assert (found.years[0].score, found.score) == (74, Decimal("92.2"))


@pytest.mark.parametrize(
    ("standing", "band"),
    [
        ({}, "A"),
        ({"overdue_since": date(2025, 11, 24)}, "A"),
        ({"overdue_since": date(2025, 11, 23)}, "C"),
        ({"overdue_since": date(2027, 11, 24)}, "A"),
        ({"sanctioned_until": date(2026, 11, 22)}, "A"),
        ({"sanctioned_until": date(2026, 11, 23)}, "D"),
        ({"sanctioned_until": date(2027, 1, 1), "overdue_since": date(2020, 1, 1)}, "D"),
    ],
)
def test_caps_make_the_band_worse_but_never_the_score(standing, band):
    found = credit_score([], [], TODAY, Scale(), **standing)
    assert (found.score, found.earned, found.band) == (Decimal("100.0"), "A", band)


def test_a_low_project_keeps_the_band_at_c_for_two_years():
    bands = {
        year: credit_score([event("v", "fraud", years_earlier(TODAY, year - 1))], [], TODAY, Scale()).band
        for year in (1, 2, 3)
    }
    assert bands == {1: "C", 2: "C", 3: "B"}


@pytest.mark.parametrize(
    ("score", "band"),
    [("100", "A"), ("90", "A"), ("89.9", "B"), ("75", "B"), ("74.9", "C"), ("60", "C"), ("59.9", "D"), ("0", "D")],
)
def test_bands(score, band):
    assert band_of(Decimal(score), Scale()) == band


def test_the_outlook_names_each_day_of_change():
    found = outlook([event("a", "acceptance-failed", date(2025, 2, 1))], [], TODAY, Scale())
    assert found == [
        Later(date(2027, 2, 1), Decimal("94.0"), "A"),
        Later(date(2028, 2, 1), Decimal("97.0"), "A"),
        Later(date(2030, 2, 1), Decimal("100.0"), "A"),
    ]


@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.integers(0, 2200))
def test_an_event_counts_exactly_until_it_expires(happened, days):
    today = happened + timedelta(days=days)
    one = Event("a", "P", "x", "duties", 10, happened)
    found = credit_score([one], [], today, Scale()).counted()
    assert bool(found) == (today < years_later(happened, 5))
    assert all(each.expires_on == years_later(happened, 5) for each in found)


@given(
    st.lists(
        st.builds(
            Event,
            st.uuids().map(str),
            st.sampled_from(["P1", "P2", "P3"]),
            st.just("x"),
            st.sampled_from(CreditCategory.values),
            st.integers(0, 100),
            st.dates(date(2020, 1, 1), date(2027, 12, 31)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_the_score_lies_between_0_and_100_and_no_event_betters_it(events):
    found = credit_score(events, [RUNNING], TODAY, Scale())
    assert 0 <= found.score <= 100
    assert "ABCD".index(found.band) >= "ABCD".index(found.earned)
    ours = [each for each in events if each.project == "P1"]
    for each in ours:
        assert (
            without(each.key, ours, [RUNNING], TODAY, Scale()).score
            >= credit_score(ours, [RUNNING], TODAY, Scale()).score
        )


@pytest.mark.parametrize(
    ("submitted", "code"),
    [
        (date(2026, 3, 1), None),
        (date(2026, 3, 2), "report-late"),
        (date(2026, 3, 31), "report-late"),
        (date(2026, 4, 1), "report-very-late"),
    ],
)
def test_late_reports(submitted, code):
    assert late_report_code(date(2026, 3, 1), submitted) == code


@pytest.mark.parametrize(
    ("submitted", "code"),
    [
        (date(2026, 1, 31), None),
        (date(2026, 2, 1), "acceptance-late"),
        (date(2026, 4, 30), "acceptance-late"),
        (date(2026, 5, 1), "acceptance-late-3"),
        (date(2027, 1, 31), "acceptance-late-3"),
        (date(2027, 2, 1), "acceptance-late-12"),
    ],
)
def test_late_acceptance(submitted, code):
    assert late_acceptance_code(date(2026, 1, 31), submitted) == code


def test_small_rules():
    assert months_between(date(2025, 10, 20), date(2026, 11, 19)) == 12
    assert (years_earlier(date(2028, 2, 29), 1), years_later(date(2024, 2, 29), 1)) == (
        date(2027, 2, 28),
        date(2025, 3, 1),
    )
    assert in_appeal_window(TODAY, TODAY)
    assert in_appeal_window(TODAY, TODAY + timedelta(days=1)).code == "appeal-too-late"
    assert appeals_once(False)
    assert appeals_once(True).code == "appealed-already"
    assert is_well_founded(10, False, "")
    assert is_well_founded(100, True, " ").code == "veto-without-document"
    assert happened_by(TODAY, TODAY)
    assert happened_by(TODAY + timedelta(days=1), TODAY).code == "event-in-the-future"


def test_the_policy_knows_every_code_and_its_weights_sum_to_a_hundred():
    assert set(CreditPolicy().events) == set(CreditCode.values)
    assert {each["category"] for each in CreditPolicy().events.values()} <= set(CreditCategory.values)
    with pytest.raises(ValueError, match="sum to 90"):
        CreditPolicy(year_weights=(20, 30, 20, 10, 10))
    with pytest.raises(ValueError, match="fall from A to C"):
        CreditPolicy(band_b=Decimal(95))
