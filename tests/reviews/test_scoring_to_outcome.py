"""From accepted assignments to the outcome: score sheets, the ranking, the pool behind it."""

from decimal import Decimal

import pytest

from projects.outcomes.models import ReviewOutcome
from projects.pool.models import PoolEntry
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment, void_assignment
from reviews.drawing.services import open_scoring
from reviews.panels.services import hand_down, rank_round
from reviews.rounds.services import lock_round, open_round
from reviews.scoring.models import ScoresheetVersion
from reviews.scoring.rules import sheet_is_whole
from reviews.scoring.services import open_sheet, save_sheet, submit_sheet
from tests.factories.projects import accepted_application, make_programme, published_call
from tests.reviews.test_draw_to_assignment import clock, drawn_and_frozen, make_expert, refusal, timedelta

pytestmark = pytest.mark.django_db
COMMENT = (
    "需求明确，面向航空接头的疲劳问题有工程意义；原位观测与概率模型结合较新，但相场模拟的验证数据来源交代不足，建议补充。"
    * 2
)


@pytest.fixture
def scoring():
    """Programme B: two accepted applications, three experts who have accepted, the round open."""
    call = published_call(make_programme("CYH", "after_review"))
    applications = [accepted_application(call) for _ in range(2)]
    now = clock.now()
    round_ = open_round(
        call,
        by=call.opened_by,
        title="产业化第1组",
        applications=applications,
        opens_at=now,
        closes_at=now + timedelta(days=7),
    )
    [make_expert() for _ in range(3)]
    drawn_and_frozen(round_)
    round_.refresh_from_db()
    for assignment in Assignment.objects.all():
        accept_assignment(assignment, by=assignment.pair.expert.person.user, has_declared=True)
    return open_scoring(round_, by=call.opened_by)


def score(assignment, share):
    """Give every criterion this share of its points."""
    expert = assignment.pair.expert.person.user
    criteria = assignment.item.round.criteria
    points = {each["key"]: Decimal(each["points"]) * Decimal(share) for each in criteria}
    sheet = save_sheet(
        open_sheet(assignment, by=expert), by=expert, base_version=0, points=points, familiarity="familiar",
        recommendation="fund", suggested_amount=Decimal("500000"), comment=COMMENT,
    )  # fmt: skip
    return submit_sheet(sheet, by=expert)


def score_all(round_):
    for item, share in zip(round_.items.all(), ("0.9", "0.6"), strict=True):
        for assignment in Assignment.objects.filter(item=item):
            score(Assignment.objects.get(pk=assignment.pk), share)


def test_scores_are_ranked_handed_down_and_fill_the_pool_above_the_threshold(scoring):
    score_all(scoring)
    officer = scoring.opened_by
    ranked = rank_round(lock_round(scoring, by=officer), by=officer)
    hand_down(ranked, by=officer)
    found = list(ReviewOutcome.objects.order_by("rank").values_list("score", "rank", "of", "recommended_amount"))
    assert found == [(Decimal("90.00"), 1, 2, Decimal("500000.00")), (Decimal("60.00"), 2, 2, Decimal("500000.00"))]
    entry = PoolEntry.objects.get()
    assert (entry.score, entry.suggested_amount) == (Decimal("90.00"), Decimal("500000.00"))


def test_a_round_with_too_few_valid_sheets_cannot_be_ranked(scoring):
    score_all(scoring)
    assignment = Assignment.objects.first()
    void_assignment(assignment, by=scoring.opened_by, reason="经查应当回避")
    assignment.scoresheet.refresh_from_db()
    assert assignment.scoresheet.state == "void"
    assert refusal(rank_round, lock_round(scoring, by=scoring.opened_by), by=scoring.opened_by) == "too-few-scores"


def test_every_version_is_kept_a_stale_one_refused_and_a_submitted_sheet_is_closed(scoring):
    assignment = Assignment.objects.first()
    expert = assignment.pair.expert.person.user
    sheet = open_sheet(assignment, by=expert)
    key = scoring.criteria[0]["key"]
    save_sheet(sheet, by=expert, base_version=0, points={key: Decimal(10)}, comment="一")
    assert refusal(save_sheet, sheet, by=expert, base_version=0, points={key: Decimal(11)}) == "stale-version"
    assert refusal(save_sheet, sheet, by=expert, base_version=1, points={key: Decimal(101)}) == "points-out-of-range"
    assert refusal(submit_sheet, sheet, by=expert) == "criteria-missing"
    save_sheet(sheet, by=expert, base_version=1, points={key: Decimal(12)}, comment="二")
    assert ScoresheetVersion.objects.filter(scoresheet=sheet).count() == 2
    assert refusal(save_sheet, sheet, by=scoring.opened_by, base_version=2, points={}) == "not-yours"


def test_the_window_of_the_round_binds(scoring, moved_clock):
    assignment = Assignment.objects.first()
    expert = assignment.pair.expert.person.user
    sheet = open_sheet(assignment, by=expert)
    moved_clock(scoring.closes_at)
    assert refusal(save_sheet, sheet, by=expert, base_version=0, points={}) == "window-closed"


CRITERIA = [{"key": "a", "name": "甲", "points": 60}, {"key": "b", "name": "乙", "points": 40}]


@pytest.mark.parametrize(
    ("points", "familiarity", "comment", "code"),
    [
        ({"a": 60, "b": 40}, "familiar", "长" * 100, ""),
        ({"a": 60}, "familiar", "长" * 100, "criteria-missing"),
        ({"a": 61, "b": 1}, "familiar", "长" * 100, "points-out-of-range"),
        ({"a": -1, "b": 1}, "familiar", "长" * 100, "points-out-of-range"),
        ({"a": 1, "b": 1, "c": 1}, "familiar", "长" * 100, "criterion-unknown"),
        ({"a": 1, "b": 1}, "", "长" * 100, "recommendation-missing"),
        ({"a": 1, "b": 1}, "familiar", "长" * 99, "comment-too-short"),
    ],
)
def test_what_a_sheet_must_say(points, familiarity, comment, code):
    given = {key: Decimal(value) for key, value in points.items()}
    verdict = sheet_is_whole(
        given, CRITERIA, familiarity=familiarity, recommendation="fund", comment=comment, least_comment=100
    )
    assert verdict.code == code
