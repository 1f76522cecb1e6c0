"""The stage of a proposal is derived from the states of its records, never stored."""

import pytest

from projects.disclosure.queries import life_of
from projects.disclosure.rules import STAGES, Life, course_of, progress, stage_of
from projects.disclosure.states import Stage
from tests.factories import projects as make


def accepted(**fields):
    return Life(application="accepted", **fields)


@pytest.mark.parametrize(
    ("life", "reached"),
    [
        (Life(application="draft"), ("application", "current")),
        (Life(application="withdrawn"), ("application", "ended")),
        (Life(application="awaiting_endorsement"), ("check", "current")),
        (Life(application="correction"), ("check", "current")),
        (Life(application="not_accepted"), ("check", "ended")),
        (accepted(), ("review", "current")),
        (accepted(is_reviewed=True), ("decision", "current")),
        (accepted(is_reviewed=True, is_turned_down=True), ("decision", "ended")),
        (accepted(pool_gate="after_acceptance", pool="in_pool"), ("pool", "current")),
        (accepted(pool_gate="after_acceptance", pool="exited"), ("pool", "ended")),
        (accepted(pool_gate="after_acceptance", pool="released"), ("review", "current")),
        (accepted(pool_gate="after_review"), ("review", "current")),
        (accepted(pool_gate="after_review", is_reviewed=True, pool="in_pool"), ("pool", "current")),
        (accepted(pool_gate="after_review", is_reviewed=True, pool="released"), ("decision", "current")),
        (accepted(is_reviewed=True, project="contracting"), ("contract", "current")),
        (accepted(project="lapsed"), ("contract", "ended")),
        (accepted(project="active"), ("execution", "current")),
        (accepted(project="suspended"), ("execution", "current")),
        (accepted(project="terminated"), ("execution", "ended")),
        (accepted(project="active", acceptance="draft"), ("acceptance", "current")),
        (accepted(project="failed", acceptance="concluded"), ("acceptance", "ended")),
        (accepted(project="passed", acceptance="concluded", archive="open"), ("archive", "current")),
        (accepted(project="archived", archive="sealed"), ("archive", "done")),
        (Life(project="active"), ("execution", "current")),
    ],
)
def test_the_stage_follows_the_states(life, reached):
    assert stage_of(life) == reached


def test_the_pool_stands_where_the_programme_puts_it():
    assert "pool" not in course_of("none")
    assert list(course_of("after_acceptance"))[3:5] == ["pool", "review"]
    assert list(course_of("after_review"))[3:5] == ["review", "pool"]
    assert list(Stage.values) == list(STAGES)


def test_what_lies_behind_is_done_and_what_lies_ahead_is_not():
    marks = [each.mark for each in progress(accepted(project="active"))]
    assert marks == ["done"] * 6 + ["current"] + ["ahead"] * 2


@pytest.mark.django_db
def test_the_life_of_a_thread_is_read_in_one_query(django_assert_num_queries, moved_clock):
    draft = make.draft()
    entry = make.pooled()
    decision = make.issued_decision(moved_clock)
    funded = decision.items.first().application
    with django_assert_num_queries(3):
        lives = [life_of(each.thread) for each in (draft, entry.application, funded)]
    assert [stage_of(life) for life in lives] == [
        ("application", "current"),
        ("pool", "current"),
        ("contract", "current"),
    ]
    assert life_of(decision.call.thread) is None
