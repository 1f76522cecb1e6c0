"""The pages of a review: desks, declaration, workbench without JavaScript, ranking, conflicts, transcript."""

import json
import re

import pytest

from accounts.roles import Role
from core.models import AccessEntry
from reviews.assignment.models import Assignment
from reviews.drawing.models import Draw
from reviews.drawing.rules import replay
from reviews.drawing.services import request_draw
from reviews.rounds.models import Round
from reviews.scoring.models import Scoresheet
from tests.factories.accounts import make_staff
from tests.factories.projects import accepted_application, make_programme, published_call
from tests.factories.reviews import (
    COMMENT,
    applicant_of,
    invited_round,
    make_expert,
    prepared_round,
    ranked_round,
    scored_round,
    scoring_round,
    user_of,
)
from tests.frontend.test_pages import key_in, signed_in
from tests.reviews.test_rooms import affiliated

pytestmark = pytest.mark.django_db


def take(user, collection, record, step, **fields):
    """Take a step through its page; returns the answer's status."""
    client, address = signed_in(user), f"/records/{collection}/{record.uuid}/steps/{step}/"
    return client.post(address, {"request_key": key_in(client.get(address)), **fields}).status_code


def desk(user):
    """(task, title) of every line of the desk, in English."""
    html = signed_in(user).get("/desk/").content.decode()
    return [task.strip() for task in re.findall(r'<td data-label="Task">([^<]*)<', html)]


def test_a_review_goes_from_desk_to_desk_through_the_pages():
    call = published_call(make_programme("CYH", "after_review"))
    applications = [accepted_application(call) for _ in range(2)]
    officer, chair = call.opened_by, make_staff(Role.CHAIR)
    operator, supervisor = make_staff(Role.DRAW_OPERATOR), make_staff(Role.SUPERVISOR)
    client = signed_in(officer)
    page = client.get(f"/records/rounds/new/?call={call.uuid}")
    assert all(each.title in page.content.decode() for each in applications)
    body = {
        "call": call.uuid, "title": "产业化第1组", "opens_at": "2020-01-01 09:00", "closes_at": "2099-01-01 17:00",
        "experts_wanted": 3, "blindness": "single", "chair": chair.username,
        "applications": [each.uuid for each in applications], "request_key": key_in(page),
    }  # fmt: skip
    assert client.post("/records/rounds/new/", body).status_code == 302
    round_ = Round.objects.get()
    for _ in range(3):
        make_expert()
    assert desk(officer)[0] == "Request the draw"
    assert take(officer, "rounds", round_, "request_draw") == 302
    draw = Draw.objects.get()
    assert desk(operator) == ["Turn the first key"]
    assert take(operator, "draws", draw, "turn_first_key") == 302
    assert desk(supervisor) == ["Turn the second key"]
    assert take(supervisor, "draws", draw, "turn_second_key") == 302
    assert desk(supervisor) == ["Freeze the draw"]
    assert take(supervisor, "draws", draw, "freeze") == 302
    assert "Open the scoring" in desk(officer)
    assert take(officer, "rounds", round_, "open") == 302
    for each in Assignment.objects.filter(item__alias__endswith="-01"):
        expert = user_of(each)
        assert desk(expert) == ["Declare conflicts of interest"]
        declare(expert, round_)
        assert desk(expert) == ["Score the items"]
        score_by_page(expert, round_)
        assert desk(expert) == []
    assert "Lock the scores" in desk(officer)
    assert take(officer, "rounds", round_, "lock") == 302
    assert desk(chair) == ["Fix the ranking"]
    assert "Preview" in signed_in(chair).get(f"/rounds/{round_.uuid}/ranking/").content.decode()
    assert take(chair, "rounds", round_, "rank") == 302
    assert desk(chair) == ["Record votes and final order"]
    assert "Hand the outcome down" in desk(officer)
    assert take(officer, "rounds", round_, "hand_down") == 302


def declare(expert, round_):
    client, address = signed_in(expert), f"/review/{round_.uuid}/"
    aliases = [each.item.alias for each in Assignment.objects.filter(pair__expert__person=expert.person)]
    body = {f"answer-{alias}": "accept" for alias in aliases}
    bare = client.post(address, {"request_key": "a", **body})
    assert (bare.status_code, "Declare that you have no conflict" in bare.content.decode()) == (422, True)
    assert client.post(address, {"request_key": "b", "has_declared": "on", **body}).status_code == 302


def sheet_body(round_, version=0, **fields):
    points = {f"points-{each['key']}": each["points"] for each in round_.criteria}
    return points | {
        "base_version": version, "familiarity": "familiar", "recommendation": "fund", "suggested_amount": "500000",
        "comment": COMMENT, "request_key": f"k{version}", **fields,
    }  # fmt: skip


def score_by_page(expert, round_):
    client = signed_in(expert)
    for each in Assignment.objects.filter(pair__expert__person=expert.person).order_by("item__alias"):
        response = client.post(
            f"/review/{round_.uuid}/{each.item.alias}/", sheet_body(round_, then="submit", request_key=each.uuid)
        )
        assert response.status_code == 302
    assert response.url == f"/review/{round_.uuid}/", "after the last item the list follows"


def test_the_workbench_works_by_plain_posts_and_says_what_is_wrong():
    round_ = scoring_round(items=2)
    assignment = Assignment.objects.order_by("item__alias", "pk").first()
    client, address = signed_in(user_of(assignment)), f"/review/{round_.uuid}/{assignment.item.alias}/"
    page = client.get(address).content.decode()
    assert assignment.item.application.title in page and "激光粉末床" in page
    assert AccessEntry.objects.filter(action="review-material").count() == 1
    key = round_.criteria[0]["key"]
    wrong = client.post(address, {"base_version": 0, f"points-{key}": 31, "comment": "写到一半"})
    assert (wrong.status_code, "写到一半" in wrong.content.decode()) == (422, True)
    saved = client.post(address, {"base_version": 0, f"points-{key}": 30, "comment": "写到一半", "then": "save"})
    assert saved.url == address
    early = client.post(address, {"base_version": 1, f"points-{key}": 30, "comment": "写到大半", "then": "submit"})
    assert (early.status_code, "Points are missing for" in early.content.decode()) == (422, True)
    sheet = Scoresheet.objects.get(assignment=assignment)
    assert (sheet.comment, sheet.version) == ("写到大半", 2), "what was typed is saved although it is not submitted"
    done = client.post(address, sheet_body(round_, 2, then="submit"))
    assert done.url.startswith(f"/review/{round_.uuid}/") and done.url != address, "the next item follows"
    closed = client.post(address, sheet_body(round_, 3, then="save"))
    assert (closed.status_code, "cannot be changed" in closed.content.decode()) == (409, True)


def test_autosave_answers_json_and_two_windows_lose_nothing():
    round_ = scoring_round(items=1)
    assignment = Assignment.objects.first()
    client, address = signed_in(user_of(assignment)), f"/review/{round_.uuid}/{assignment.item.alias}/"
    first = client.post(address, {"base_version": 0, "comment": "甲窗口"}, headers={"accept": "application/json"})
    assert (first.status_code, first.json()["version"]) == (200, 1)
    stale = client.post(address, {"base_version": 0, "comment": "乙窗口"}, headers={"accept": "application/json"})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-version")
    both = client.post(address, {"base_version": 0, "comment": "乙窗口"}).content.decode()
    assert "甲窗口" in both and "乙窗口" in both and 'name="base_version" value="1"' in both
    bad = client.post(address, {"base_version": 1, "recommendation": "x"}, headers={"accept": "application/json"})
    assert bad.status_code == 422


def test_addresses_of_a_review_are_nobody_elses():
    round_ = scoring_round(items=1)
    mine, other = Assignment.objects.order_by("pk")[:2]
    address = f"/review/{round_.uuid}/{mine.item.alias}/"
    people = {"expert": user_of(other), "applicant": applicant_of(round_), "officer": round_.opened_by}
    assert {who: signed_in(user).get(address).status_code for who, user in people.items()} == {
        "expert": 200, "applicant": 404, "officer": 404,
    }  # fmt: skip
    for page in ("ranking", "conflicts"):
        assert signed_in(user_of(mine)).get(f"/rounds/{round_.uuid}/{page}/").status_code == 404
    assert signed_in(round_.opened_by).get(f"/rounds/{round_.uuid}/ranking/").status_code == 404, "not before the lock"


def test_the_invited_sees_the_declaration_first_and_can_decline_one_item():
    round_ = invited_round()
    assignment = Assignment.objects.order_by("item__alias", "pk").first()
    expert, alias = user_of(assignment), assignment.item.alias
    client, address = signed_in(expert), f"/review/{round_.uuid}/"
    assert client.get(f"{address}{alias}/").url == address
    page = client.get(address).content.decode()
    assert assignment.item.application.institution.name in page and "激光粉末床" not in page
    nothing = client.post(address, {"has_declared": "on", "request_key": "a"})
    assert (nothing.status_code, "Answer at least one item" in nothing.content.decode()) == (422, True)
    body = {f"answer-{alias}": "competence", f"reason-{alias}": "专业不符", "request_key": "b"}
    assert client.post(address, body).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.state, assignment.decline_reason) == ("declined", "competence")


def test_the_panel_is_recorded_on_the_ranking_page():
    round_ = ranked_round(chair=make_staff(Role.CHAIR))
    first, second = [item.alias for item in round_.items.all()]
    client, address = signed_in(round_.chair), f"/rounds/{round_.uuid}/ranking/"
    page = client.get(address).content.decode()
    assert "E01" in page and "Funding line" in page
    body = {f"rank-{first}": 2, f"rank-{second}": 1, f"for-{first}": 2, f"against-{first}": 5, "request_key": "a"}
    refused = client.post(address, body)
    assert (refused.status_code, "departs from rank 1" in refused.content.decode()) == (422, True)
    body |= {f"reason-{first}": "验证数据不足", f"reason-{second}": "产业急需项目", "request_key": "b"}
    assert client.post(address, body).status_code == 302
    shown = client.get(address).content.decode()
    assert "2 : 5" in shown and "验证数据不足" in shown
    reader = signed_in(make_staff(Role.AUDITOR))
    assert "Votes and final order" not in reader.get(address).content.decode()
    assert reader.post(address, body | {"request_key": "c"}).status_code == 403


def test_a_hold_is_decided_on_the_conflicts_page():
    round_ = prepared_round()
    expert = affiliated(round_)
    request_draw(round_, by=round_.opened_by)
    officer, address = signed_in(round_.opened_by), f"/rounds/{round_.uuid}/conflicts/"
    assert "Decide a doubtful conflict" in desk(round_.opened_by)
    page = officer.get(address).content.decode()
    assert expert.person.name in page and "Affiliated institution" in page
    assert expert.person.name not in signed_in(make_staff(Role.AUDITOR)).get(address).content.decode()
    finding = re.search(r'name="finding" value="(\d+)"', page).group(1)
    short = officer.post(address, {"finding": finding, "stands": "no", "reason": "否"})
    assert short.status_code == 422
    body = {"finding": finding, "stands": "no", "reason": "独立法人，无管理关系。", "request_key": "a"}
    assert officer.post(address, body).status_code == 302
    assert "独立法人" in officer.get(address).content.decode()


def test_the_transcript_is_given_when_the_draw_is_frozen_and_replays():
    round_ = prepared_round()
    draw = request_draw(round_, by=round_.opened_by)
    supervisor = make_staff(Role.SUPERVISOR)
    assert signed_in(supervisor).get(f"/draws/{draw.uuid}/transcript/").status_code == 404
    round_ = invited_round()
    response = signed_in(supervisor).get(f"/draws/{round_.draw.uuid}/transcript/")
    assert "attachment" in response["Content-Disposition"]
    assert replay(json.loads(response.content)) == []


@pytest.mark.parametrize("collection", ["rounds", "draws", "assignments", "scoresheets"])
def test_lists_ask_no_more_for_many_rows_than_for_few(collection):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(user):
        with CaptureQueriesContext(connection) as captured:
            assert signed_in(user).get(f"/records/{collection}/").status_code == 200
        return len(captured)

    scored = scored_round(items=1)
    officer = scored.opened_by
    few = queries(officer)
    for _ in range(2):
        invited_round(items=2)
    assert queries(officer) <= few + 1
    expert = user_of(Assignment.objects.first())
    few = queries(expert)
    scoring_round(items=3)
    assert queries(expert) <= few + 1


def test_the_form_of_an_edit_is_shown_to_nobody_who_may_not_make_it():
    """Its choices name the expert of each doubtful conflict: the chair and the auditor know codes only."""
    round_ = prepared_round(chair=make_staff(Role.CHAIR))
    expert = affiliated(round_)
    request_draw(round_, by=round_.opened_by)
    address = f"/records/rounds/{round_.uuid}/edit/conflicts/"
    assert expert.person.name in signed_in(round_.opened_by).get(address).content.decode()
    for user in (round_.chair, make_staff(Role.AUDITOR), make_staff(Role.LEADER)):
        client = signed_in(user)
        wrong = client.post(address, {"request_key": "a"})
        shown = client.get(address).content.decode() + wrong.content.decode()
        assert (wrong.status_code, expert.person.name in shown) == (403, False)
