"""Holds, replacements, the lock and the panel: through the services, refusals too."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Institution
from accounts.roles import Role
from accounts.services import add_membership
from core import clock
from core.models import LedgerEntry, Notification
from core.verdict import Refused
from experts.ties.services import note_tie
from projects.outcomes.models import ReviewOutcome
from reviews.assignment.models import Assignment
from reviews.assignment.rules import next_code, next_in_order
from reviews.assignment.services import accept_assignment, decline_assignment, void_assignment
from reviews.conflicts.models import Finding, Pair
from reviews.conflicts.queries import open_holds
from reviews.conflicts.services import decide_finding, examine_pair, examine_pairs, found_between
from reviews.drawing.services import candidates_of, request_draw
from reviews.panels.models import Ranking
from reviews.panels.rules import Word, funding_line, panel_is_right
from reviews.panels.services import hand_down, record_panel
from reviews.rounds.rules import without_team
from reviews.rounds.services import lock_round
from reviews.scoring.rules import bands
from reviews.scoring.services import open_sheet, save_sheet
from tests.factories.accounts import make_institution, make_staff
from tests.factories.reviews import (
    drawn_round,
    invited_round,
    make_expert,
    prepared_round,
    ranked_round,
    score,
    scoring_round,
    user_of,
)
from tests.projects.test_path_to_issue import raced

pytestmark = pytest.mark.django_db


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict.code


# -- conflicts


def affiliated(round_):
    """An expert from the unit that the first item's institution belongs to: HOLD."""
    above = make_institution("江汉医科大学")
    Institution.objects.filter(pk=round_.items.first().application.institution_id).update(parent=above)
    return make_expert(above)


@pytest.mark.parametrize(("stands", "clear"), [(True, False), (False, True)])
def test_a_hold_waits_for_a_person_and_the_decision_is_kept_with_its_reason(stands, clear):
    round_ = prepared_round()
    expert = affiliated(round_)
    draw = request_draw(round_, by=round_.opened_by)
    finding = open_holds(round_)[0]
    assert (finding.rule, finding.outcome) == ("affiliated", "hold")
    said = {"finding": finding, "stands": stands, "reason": "附属医院独立法人，无隶属管理关系。"}
    assert refusal(decide_finding, round_, by=make_staff(Role.LEADER), **said) == "not-yours"
    decide_finding(round_, by=make_staff(Role.INTEGRITY), **said)
    assert refusal(decide_finding, round_, by=round_.opened_by, **said) == "finding-decided"
    assert open_holds(round_) == []
    assert (str(expert.uuid) in [each.id for each in candidates_of(draw.round)]) is clear
    entry = LedgerEntry.objects.get(step="conflicts")
    assert (entry.reason, entry.facts["stands"]) == (said["reason"], stands)


def test_a_block_is_not_for_a_person_to_decide_nor_a_finding_of_elsewhere():
    round_, other = prepared_round(), prepared_round()
    make_expert(round_.items.first().application.institution)
    request_draw(round_, by=round_.opened_by)
    said = {"finding": Finding.objects.get(), "stands": False, "reason": "另有说明。"}
    assert refusal(decide_finding, round_, by=round_.opened_by, **said) == "finding-decided"
    assert refusal(decide_finding, other, by=other.opened_by, **said) == "finding-of-another-round"


def test_one_look_at_the_whole_pool_says_the_same_as_a_look_at_each_pair(django_assert_max_num_queries):
    round_ = prepared_round(items=3)
    applications = [item.application for item in round_.items.all()]
    first, second, third = applications
    experts = [make_expert() for _ in range(4)]
    experts += [make_expert(first.institution), affiliated(round_)]
    note_tie(experts[0].person, "coauthor", other=second.principal_investigator, evidence="论文2篇")
    note_tie(third.principal_investigator, "kin", other=experts[1].person, evidence="配偶")
    note_tie(experts[2].person, "equity", institution=third.institution, evidence="持股")
    one_by_one = {
        (e.pk, a.pk): (examine_pair(e, a).clear, sorted(f.code for f in found_between(e, a)))
        for e in experts
        for a in applications
    }
    Finding.objects.all().delete()
    Pair.objects.all().delete()
    with django_assert_max_num_queries(40):
        clear = examine_pairs(experts, applications).clear
    at_once = {
        (pair.expert_id, pair.application_id): (pair.clear, sorted(pair.findings.values_list("rule", flat=True)))
        for pair in Pair.objects.all()
    }
    assert at_once == one_by_one
    assert clear == {key for key, (is_clear, _rules) in one_by_one.items() if is_clear}
    assert examine_pairs(experts, applications).clear == clear, "a second look changes nothing"


def test_a_pair_that_turns_under_a_live_assignment_is_left_and_named():
    invited_round()
    assignment = Assignment.objects.select_related("pair__expert__person", "item__application").first()
    expert, application = assignment.pair.expert, assignment.item.application
    add_membership(expert.person, application.institution)
    found = examine_pairs([expert], [application])
    assert (found.clear, [each.pk for each in found.late]) == (frozenset(), [assignment.pair_id])


# -- replacement


def test_who_declines_is_replaced_by_the_next_of_the_frozen_order():
    round_ = invited_round(experts=6)
    order = round_.draw.transcript["order"]
    assert round_.draw.transcript["drawn"] == order[:3]
    first, second = Assignment.objects.filter(code="E01").order_by("item__alias")
    for each in (first, second):
        decline_assignment(each, by=user_of(each), decline_reason="time", reason="出差")
    made = Assignment.objects.filter(code="E04").select_related("pair__expert")
    assert [str(each.pair.expert.uuid) for each in made] == [order[3]] * 2
    entry = LedgerEntry.objects.get(kind="assignment", step="open", record=made[0].uuid)
    assert entry.facts == {"replaces": str(first.uuid), "place": 4}
    third = made.get(item=first.item)
    decline_assignment(third, by=user_of(third), decline_reason="competence")
    assert Assignment.objects.filter(item=first.item, state="invited").count() == 3


def test_a_replacement_comes_from_another_unit_and_has_no_conflict():
    round_ = drawn_round(experts=6)
    order = round_.draw.transcript["order"]
    fourth = Pair.objects.filter(expert__uuid=order[3]).select_related("expert__person").first().expert
    fifth = Pair.objects.filter(expert__uuid=order[4]).first().expert
    item = round_.items.first()
    Pair.objects.filter(expert=fourth, application=item.application).update(clear=False)
    assignment = Assignment.objects.get(item=item, code="E02")
    void_assignment(assignment, by=round_.opened_by, reason="经查应当回避")
    assert Assignment.objects.get(item=item, code="E04").pair.expert == fifth


@pytest.mark.django_db(transaction=True)
def test_two_replacements_at_once_give_two_codes(monkeypatch):
    round_ = invited_round(experts=7)
    one, two = round_.items.order_by("alias")
    fourth = round_.draw.transcript["order"][3]
    Pair.objects.filter(expert__uuid=fourth, application=two.application).update(clear=False)
    leaving = [Assignment.objects.get(item=one, code="E01"), Assignment.objects.get(item=two, code="E02")]

    def slowly(codes):
        found = next_code(codes)
        time.sleep(0.5)
        return found

    monkeypatch.setattr("reviews.assignment.services.next_code", slowly)
    raced([lambda each=each: decline_assignment(each, by=user_of(each), decline_reason="time") for each in leaving])
    made = Assignment.objects.exclude(code__in=["E01", "E02", "E03"])
    assert sorted(made.values_list("code", flat=True)) == ["E04", "E05"]
    assert made.values("pair__expert").distinct().count() == 2


ORDER = ["a", "b", "c", "d"]
UNITS = {"a": ["1"], "b": ["2"], "c": ["1"], "d": ["3"]}


@pytest.mark.parametrize(
    ("assigned", "taken", "clear", "found"),
    [
        ({"a"}, {"1"}, {"a", "b", "c", "d"}, "b"),
        ({"a", "b"}, {"1"}, {"c", "d"}, "d"),
        ({"a", "b"}, set(), {"c", "d"}, "c"),
        ({"a", "b"}, {"1", "3"}, {"c", "d"}, None),
        ({"a"}, set(), set(), None),
    ],
)
def test_next_in_order(assigned, taken, clear, found):
    assert next_in_order(ORDER, units=UNITS, assigned=assigned, taken_units=taken, clear=clear) == found
    assert next_code(["E01", "E10", "E02"]) == "E11"


def test_when_nobody_is_left_the_officer_is_told():
    round_ = invited_round()
    assignment = Assignment.objects.first()
    decline_assignment(assignment, by=user_of(assignment), decline_reason="conflict", reason="合作者")
    assert Assignment.objects.count() == 6
    assert Notification.objects.filter(to=round_.opened_by, topic="no-replacement").count() == 1


def test_an_expert_with_a_conflict_come_up_cannot_accept_and_nobody_answers_after_the_lock(moved_clock):
    round_ = invited_round()
    first, second = Assignment.objects.order_by("pk")[:2]
    note_tie(first.pair.expert.person, "kin", other=first.item.application.principal_investigator)
    assert refusal(accept_assignment, first, by=user_of(first), has_declared=True) == "pair-not-clear"
    moved_clock(round_.closes_at)
    lock_round(round_, by=round_.opened_by)
    assert refusal(decline_assignment, second, by=user_of(second), decline_reason="time") == "scores-are-locked"


# -- the lock


def test_a_round_is_locked_when_all_is_in_or_after_its_closing(moved_clock):
    round_ = scoring_round()
    assert refusal(lock_round, round_, by=round_.opened_by) == "round-still-scoring"
    moved_clock(round_.closes_at)
    assert lock_round(round_, by=round_.opened_by).state == "locked"


def test_who_left_is_not_waited_for():
    round_ = scoring_round(items=1)
    first, *others = Assignment.objects.order_by("pk")
    for each in others:
        score(each)
    assert refusal(lock_round, round_, by=round_.opened_by) == "round-still-scoring"
    decline_assignment(first, by=user_of(first), decline_reason="time")
    first.scoresheet.refresh_from_db()
    assert first.scoresheet.state == "void"
    assert refusal(save_sheet, first.scoresheet, by=user_of(first), base_version=0, points={}) == "sheet-void"
    assert lock_round(round_, by=round_.opened_by).state == "locked"


# -- the panel


def word(alias, final, votes=(None, None), reason="", score_rank=0):
    return Word(alias, score_rank or final, final, *votes, reason)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([word("1", 1), word("2", 2)], ""),
        ([word("1", 1, (5, 0)), word("2", 2, (0, 5))], ""),
        ([word("1", 1), word("2", 1, score_rank=2, reason="同等水平，票数相同")], ""),
        ([word("1", 1), word("2", 1), word("3", 3)], ""),
        ([word("1", 2, score_rank=1, reason="有争议"), word("2", 1, score_rank=2, reason="更紧迫一些")], "departure-without-reason"),
        ([word("1", 2, score_rank=1), word("2", 1, score_rank=2)], "departure-without-reason"),
        ([word("1", 1), word("2", 3)], "ranks-not-an-order"),
        ([word("1", 2), word("2", 3)], "ranks-not-an-order"),
        ([word("1", 1, (4, None)), word("2", 2)], "votes-half-given"),
        ([word("1", 1, (4, 2)), word("2", 2)], "votes-not-odd"),
        ([word("1", 1, (2, 1)), word("2", 2)], "votes-not-odd"),
    ],
)  # fmt: skip
def test_what_a_panel_may_say(words, code):
    assert panel_is_right(words, least=5).code == code


def test_the_panel_departs_with_a_reason_and_its_word_is_handed_down():
    chair = make_staff(Role.CHAIR)
    round_ = ranked_round(chair=chair)
    first, second = round_.items.all()
    swapped = [
        word(first.alias, 2, (2, 5), "原位观测的验证数据不足，专家组一致认为应后移。"),
        word(second.alias, 1, (7, 0), "面向本市产业链急需，专家组一致认为应前移。"),
    ]
    assert refusal(record_panel, round_, by=make_staff(Role.LEADER), words=swapped) == "not-yours"
    bare = [word(first.alias, 2), word(second.alias, 1)]
    assert refusal(record_panel, round_, by=chair, words=bare) == "departure-without-reason"
    record_panel(round_, by=chair, words=swapped)
    rows = Ranking.objects.order_by("final_rank").values_list("score_rank", "final_rank", "is_recommended", "votes_for")
    assert list(rows) == [(2, 1, True, 7), (1, 2, False, 2)]
    hand_down(round_, by=round_.opened_by)
    outcomes = ReviewOutcome.objects.order_by("rank").values_list("application", "rank", "is_recommended")
    assert list(outcomes) == [(second.application_id, 1, True), (first.application_id, 2, False)]
    assert refusal(record_panel, round_, by=chair, words=swapped) == "panel-not-now"
    assert LedgerEntry.objects.filter(step="panel").count() == 1


@pytest.mark.parametrize(
    ("rows", "money", "places", "sums", "inside"),
    [
        ([(True, 50), (True, 40), (True, 20)], 100, 9, (50, 90, 110), 2),
        ([(True, 50), (False, 40), (True, 20)], 100, 9, (50, None, 70), 3),
        ([(True, 50), (True, 60), (True, 10)], 100, 9, (50, 110, 120), 1),
        ([(True, 10), (True, 10), (True, 10)], 100, 2, (10, 20, 30), 2),
        ([(False, 10)], 100, 2, (None,), 0),
        ([], 100, 2, (), 0),
    ],
)
def test_where_the_money_ends(rows, money, places, sums, inside):
    given = [(is_recommended, Decimal(amount)) for is_recommended, amount in rows]
    found = funding_line(given, money=Decimal(money), places=places)
    assert (found.cumulated, found.inside) == (sums, inside)


# -- criteria


def test_a_blind_round_has_no_team_criterion_and_still_a_hundred_points():
    round_ = prepared_round(blindness="double")
    assert "team" not in {each["key"] for each in round_.criteria}
    criteria = [{"key": key, "name": key, "points": points} for key, points in (("need", 30), ("technical", 30), ("feasibility", 25), ("team", 15))]  # fmt: skip
    assert [(each["key"], each["points"]) for each in without_team(criteria)] == [
        ("need", 35), ("technical", 35), ("feasibility", 30),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (30, [(27, 30), (23, 26), (18, 22), (0, 17)]),
        (25, [(23, 25), (19, 22), (15, 18), (0, 14)]),
        (40, [(36, 40), (30, 35), (24, 29), (0, 23)]),
        (10, [(9, 10), (8, 8), (6, 7), (0, 5)]),
    ],
)
def test_the_four_grades_cover_every_point_once(points, expected):
    assert [(band.low, band.high) for band in bands(points)] == expected


def test_a_round_needs_items_and_a_chair_who_takes_no_part():
    round_ = prepared_round()
    item = round_.items.first().application
    from reviews.rounds.services import open_round

    now = clock.now()
    window = {"opens_at": now, "closes_at": now + timedelta(days=1), "title": "x"}
    by = round_.opened_by
    assert refusal(open_round, round_.call, by=by, applications=[], **window) == "round-without-items"
    own = {"applications": [item], "chair": item.opened_by}
    assert refusal(open_round, round_.call, by=by, **own, **window) == "chair-takes-part"


def test_the_sheet_is_opened_with_the_acceptance_and_once():
    scoring_round(items=1)
    assignment = Assignment.objects.first()
    assert open_sheet(assignment, by=user_of(assignment)) == assignment.scoresheet


def test_an_expert_of_another_field_is_not_drawn():
    round_ = prepared_round()
    fitting, other = make_expert(), make_expert()
    type(other).objects.filter(pk=other.pk).update(disciplines=["信息安全"])
    assert [each.id for each in candidates_of(round_)] == [str(fitting.uuid)]
