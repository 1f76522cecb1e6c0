"""From the round to accepted assignments: two keys, a replayable draw, and late conflicts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import RoleGrant
from accounts.roles import Role
from accounts.services import add_membership, open_user
from core import clock
from core.verdict import Refused
from experts.roster.services import admit_expert, propose_expert
from experts.ties.services import note_tie
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment, decline_assignment, examine_again
from reviews.drawing.models import Draw
from reviews.drawing.rules import replay
from reviews.drawing.services import freeze_draw, open_scoring, request_draw, turn_first_key, turn_second_key
from reviews.rounds.services import open_round
from tests.factories.accounts import make_institution, make_person, make_staff
from tests.factories.projects import pooled, published_call, released

pytestmark = pytest.mark.django_db


def make_expert(institution=None):
    person = make_person()
    open_user(f"x{person.pk}", person=person)
    add_membership(person, institution or make_institution())
    officer = make_staff(Role.OFFICER)
    return admit_expert(propose_expert(person, by=officer, disciplines=["材料"]), by=officer)


@pytest.fixture
def round_():
    call = published_call()
    applications = [released(call).application for _ in range(2)]
    now = clock.now()
    return open_round(
        call,
        by=call.opened_by,
        title="新材料第1评审组",
        applications=applications,
        opens_at=now,
        closes_at=now + timedelta(days=7),
    )


def drawn_and_frozen(round_):
    draw = request_draw(round_, by=round_.opened_by)
    draw = turn_first_key(draw, by=make_staff(Role.DRAW_OPERATOR))
    supervisor = make_staff(Role.SUPERVISOR)
    return freeze_draw(turn_second_key(draw, by=supervisor), by=supervisor)


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict.code


def test_a_pool_entry_must_be_released_before_the_review_in_programme_a(round_):
    call = round_.call
    waiting = pooled(call).application
    now = clock.now()
    code = refusal(
        open_round,
        call,
        by=call.opened_by,
        title="x",
        applications=[waiting],
        opens_at=now,
        closes_at=now + timedelta(1),
    )
    assert code == "not-in-pool-or-reviewed"
    assert sum(each["points"] for each in round_.criteria) == 100


def test_the_draw_replays_takes_each_unit_once_and_passes_over_the_conflicted(round_):
    same_unit = make_institution()
    clear = [make_expert(), make_expert(), make_expert(same_unit), make_expert(same_unit)]
    conflicted = make_expert(round_.items.first().application.institution)
    draw = drawn_and_frozen(round_)
    assert replay(draw.transcript) == []
    assert str(conflicted.uuid) not in draw.transcript["order"]
    assert len(draw.transcript["order"]) == len(clear)
    assert Assignment.objects.filter(state="invited").count() == 3 * 2
    round_.refresh_from_db()
    assert open_scoring(round_, by=round_.opened_by).state == "scoring"


def test_one_person_cannot_turn_both_keys_not_even_in_the_database(round_):
    [make_expert() for _ in range(3)]
    operator = make_staff(Role.DRAW_OPERATOR)
    RoleGrant.objects.create(user=operator, role=Role.SUPERVISOR, granted_at=clock.now())
    draw = turn_first_key(request_draw(round_, by=round_.opened_by), by=operator)
    assert refusal(turn_second_key, draw, by=operator) == "same-person"
    with pytest.raises(IntegrityError, match="draw_by_two_persons"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(second_by=operator)


def test_too_few_candidates_are_said(round_):
    make_expert()
    draw = turn_first_key(request_draw(round_, by=round_.opened_by), by=make_staff(Role.DRAW_OPERATOR))
    assert refusal(turn_second_key, draw, by=make_staff(Role.SUPERVISOR)) == "too-few-candidates"


def test_the_scoring_does_not_open_before_the_draw_is_frozen(round_):
    request_draw(round_, by=round_.opened_by)
    round_.refresh_from_db()
    assert refusal(open_scoring, round_, by=round_.opened_by) == "draw-not-frozen"


def test_an_expert_declares_and_accepts_or_declines_and_nobody_else_does(round_):
    [make_expert() for _ in range(3)]
    drawn_and_frozen(round_)
    first, second = Assignment.objects.order_by("pk")[:2]
    expert = first.pair.expert.person.user
    assert refusal(accept_assignment, first, by=expert, has_declared=False) == "declaration-missing"
    assert refusal(accept_assignment, first, by=make_staff(Role.OFFICER), has_declared=True) == "not-yours"
    assert accept_assignment(first, by=expert, has_declared=True).state == "accepted"
    assert decline_assignment(second, by=second.pair.expert.person.user, decline_reason="time").live_clear is None


def test_a_late_conflict_voids_the_assignment_in_the_same_transaction(round_):
    [make_expert() for _ in range(3)]
    drawn_and_frozen(round_)
    assignment = Assignment.objects.first()
    leader = assignment.item.application.principal_investigator
    note_tie(assignment.pair.expert.person, "kin", other=leader, evidence="配偶")
    assert examine_again(assignment.pair).clear is False
    assignment.refresh_from_db()
    assert (assignment.state, assignment.live_clear) == ("voided", None)
