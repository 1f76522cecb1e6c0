"""The performance evaluation: opened by what ended, sent by the leader, scored by the officer."""

from decimal import Decimal

import pytest
from django.utils import translation

from accounts.roles import Role
from core import clock
from core.documents import render_pdf
from core.models import LedgerEntry
from core.verdict import Refused
from funding.archived import ARCHIVED
from funding.desk import waiting
from funding.performance.models import PerformanceEvaluation
from funding.performance.queries import suggestion_for
from funding.performance.services import open_evaluation, score_evaluation, self_evaluate, send_back_evaluation
from tests.factories import funding as make
from tests.factories.accounts import make_member, make_staff
from tests.factories.contracts import leader_of, officer_of_project, running_project
from tests.funding.test_money import acceptance_of

pytestmark = pytest.mark.django_db
WORDS = "目标基本完成，效益待观察。"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


@pytest.mark.parametrize("conclusion", ["pass", "conclude", "fail"])
def test_it_opens_when_the_acceptance_is_concluded(moved_clock, conclusion):
    project = running_project(moved_clock)
    acceptance_of(project, conclusion)
    found = PerformanceEvaluation.objects.get(project=project)
    assert (found.state, found.thread) == ("draft", project.thread)
    assert open_evaluation(project) == found, "once"
    tasks = [(str(each.task), each.uuid) for each in waiting(leader_of(project), clock.now())]
    assert tasks == [("Send the self-evaluation", found.uuid)]


def test_the_leader_evaluates_itself_and_the_officer_scores(moved_clock):
    evaluation = make.performance_opened(moved_clock)
    project = evaluation.project
    assert refusal(self_evaluate, evaluation, by=make_member(), own_words=WORDS, **make.POINTS).kind == "who"
    too_much = make.POINTS | {"output": Decimal("50.01")}
    verdict = refusal(self_evaluate, evaluation, by=leader_of(project), own_words=WORDS, **too_much)
    assert (verdict.kind, verdict.code) == ("what", "points-outside")
    evaluation = self_evaluate(evaluation, by=leader_of(project), own_words=WORDS, **make.POINTS)
    officer = officer_of_project(project)
    assert [str(each.task) for each in waiting(officer, clock.now()) if each.collection == "performance"] == [
        "Evaluate the performance"
    ]
    assert refusal(score_evaluation, evaluation, by=leader_of(project), opinion=WORDS, **make.POINTS).kind == "who"
    other = make_staff(Role.OFFICER, "NS")
    assert refusal(score_evaluation, evaluation, by=other, opinion=WORDS, **make.POINTS).kind == "who"
    verdict = refusal(score_evaluation, evaluation, by=officer, opinion=WORDS, **too_much)
    assert verdict.code == "points-outside"
    evaluation = score_evaluation(evaluation, by=officer, opinion=WORDS, **make.POINTS)
    assert (evaluation.state, evaluation.total, evaluation.band) == ("scored", Decimal(89), "good")
    assert evaluation.given == {"execution": "8", "output": "45", "benefit": "27", "satisfaction": "9"}
    entry = LedgerEntry.objects.get(record=evaluation.uuid, step="score")
    assert entry.facts["suggested"] == "0.0", "what the spending rate suggests is kept, not imposed"


def test_it_is_returned_with_a_reason_and_keeps_what_was_written(moved_clock):
    evaluation = make.performance_self_evaluated(moved_clock)
    officer = officer_of_project(evaluation.project)
    returned = send_back_evaluation(evaluation, by=officer, reason="效益部分缺少佐证")
    assert (returned.state, returned.own["output"], returned.own_words != "") == ("draft", "45", True)
    assert refusal(score_evaluation, returned, by=officer, opinion=WORDS, **make.POINTS).kind == "when"


def test_execution_is_suggested_from_what_was_spent(moved_clock):
    project = make.paid_tranche(moved_clock).project
    assert suggestion_for(project) == Decimal("0.0")
    from funding.spending.services import verify_expenditure

    half = make.entered_expenditure(project, amount=project.granted / 4)
    verify_expenditure(half, by=make.bookkeeper_of(project))
    assert suggestion_for(project) == Decimal("2.5")


def test_the_archive_waits_for_the_evaluation_once_there_is_one(moved_clock):
    part = {each.code: each for each in ARCHIVED}["80-performance"]
    evaluation = make.performance_self_evaluated(moved_clock)
    project = evaluation.project
    assert (part.is_due(project), list(part.documents(project))) == (True, [])
    score_evaluation(evaluation, by=officer_of_project(project), opinion=WORDS, **make.POINTS)
    (document,) = part.documents(project)
    assert document.name == "performance.pdf"
    assert render_pdf(document.content).startswith(b"%PDF")
    assert part.is_due(running_project(moved_clock)) is False
