"""A whole review through the API: opened, drawn, declared, scored, locked, ranked, handed down; refusals on the way."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from core import clock
from projects.outcomes.models import ReviewOutcome
from reviews.assignment.models import Assignment
from reviews.conflicts.models import Finding
from reviews.conflicts.queries import open_holds
from reviews.drawing.services import request_draw
from tests.api.test_records import client_of
from tests.factories.accounts import make_staff
from tests.factories.projects import accepted_application, make_programme, pooled, published_call
from tests.factories.reviews import (
    COMMENT,
    applicant_of,
    invited_round,
    make_expert,
    prepared_round,
    scoring_round,
    user_of,
)
from tests.reviews.test_rooms import affiliated

pytestmark = pytest.mark.django_db


def open_by_api(client, call, applications, **fields):
    now = clock.now()
    body = {
        "call": str(call.uuid), "title": "产业化第1组", "opens_at": (now - timedelta(minutes=1)).isoformat(),
        "closes_at": (now + timedelta(days=5)).isoformat(), "experts_wanted": 3, "blindness": "double",
        "applications": [str(each.uuid) for each in applications], **fields,
    }  # fmt: skip
    return client.post("/api/v1/rounds/", body, format="json")


def step(user, collection, uuid, name, **body):
    return client_of(user).post(f"/api/v1/{collection}/{uuid}/steps/{name}/", body, format="json")


def listed(user, collection):
    return client_of(user).get(f"/api/v1/{collection}/").json()["results"]


def scored_by_api(expert):
    """The expert declares, scores and submits every own task; returns the answers' statuses."""
    statuses = []
    for task in listed(expert, "assignments"):
        early = step(expert, "assignments", task["id"], "accept", has_declared=False)
        assert (early.status_code, early.json()["code"]) == (422, "declaration-missing")
        statuses.append(step(expert, "assignments", task["id"], "accept", has_declared=True).status_code)
    for sheet in listed(expert, "scoresheets"):
        address = f"/api/v1/scoresheets/{sheet['id']}/"
        criteria = client_of(expert).get(address).json()["tables"]["points"]
        points = {f"points-{row['key']}": row["most"] for row in criteria}
        body = points | {"base_version": 0, "familiarity": "familiar", "recommendation": "fund", "comment": COMMENT}
        statuses.append(client_of(expert).put(f"{address}score/", body, format="json").status_code)
        assert client_of(expert).put(f"{address}score/", body, format="json").status_code == 412
        statuses.append(step(expert, "scoresheets", sheet["id"], "submit").status_code)
    return statuses


def test_a_review_from_the_opening_to_the_hand_down():
    call = published_call(make_programme("CYH", "after_review"))
    applications = [accepted_application(call) for _ in range(2)]
    officer, chair = call.opened_by, make_staff(Role.CHAIR)
    opened = open_by_api(client_of(officer), call, applications, chair=chair.username)
    assert opened.status_code == 201, opened.json()
    round_id = opened.json()["id"]
    assert [row["title"] for row in opened.json()["tables"]["items"]] == [each.title for each in applications]
    for _ in range(3):
        make_expert()
    assert step(officer, "rounds", round_id, "open").status_code == 409
    assert step(officer, "rounds", round_id, "request_draw").json()["state"] == "drawing"
    operator, supervisor = make_staff(Role.DRAW_OPERATOR), make_staff(Role.SUPERVISOR)
    draw_id = listed(operator, "draws")[0]["id"]
    assert step(officer, "draws", draw_id, "turn_first_key").status_code == 403
    assert step(operator, "draws", draw_id, "turn_first_key").json()["state"] == "armed"
    assert step(supervisor, "draws", draw_id, "turn_second_key").json()["state"] == "drawn"
    assert step(supervisor, "draws", draw_id, "freeze").json()["state"] == "frozen"
    assert step(officer, "rounds", round_id, "open").json()["state"] == "scoring"
    experts = [user_of(each) for each in Assignment.objects.filter(item__alias__endswith="-01")]
    for expert in experts:
        assert set(scored_by_api(expert)) == {200}
    assert step(officer, "rounds", round_id, "lock").json()["state"] == "locked"
    assert step(chair, "rounds", round_id, "rank").json()["state"] == "ranked"
    aliases = [row["alias"] for row in opened.json()["tables"]["items"]]
    cells = {f"rank-{alias}": 1 for alias in aliases} | {f"for-{aliases[0]}": 4, f"against-{aliases[0]}": 2}
    address = f"/api/v1/rounds/{round_id}/panel/"
    even = client_of(chair).put(address, cells, format="json")
    assert (even.status_code, even.json()["code"]) == (422, "votes-not-odd")
    cells[f"against-{aliases[0]}"] = 1
    assert client_of(chair).put(address, cells, format="json").status_code == 200
    assert step(chair, "rounds", round_id, "hand_down").status_code == 403
    assert step(officer, "rounds", round_id, "hand_down").json()["state"] == "handed_down"
    assert list(ReviewOutcome.objects.values_list("score", "rank", "of")) == [(100, 1, 2)] * 2


def test_only_what_may_be_reviewed_is_offered_and_taken():
    call = published_call()
    waiting = pooled(call).application
    client = client_of(call.opened_by)
    refused = open_by_api(client, call, [waiting])
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["applications"])
    other = client_of(make_staff(Role.OFFICER, "NS"))
    assert "call" in open_by_api(other, call, []).json()["fields"]
    assert open_by_api(client_of(make_staff(Role.AUDITOR)), call, []).status_code == 403


def test_applicants_do_not_know_of_rounds_and_experts_not_of_each_other():
    round_ = scoring_round()
    assignment, other = Assignment.objects.order_by("item__alias", "code")[:2]
    applicant, expert = client_of(applicant_of(round_)), client_of(user_of(assignment))
    hidden = [f"rounds/{round_.uuid}", f"draws/{round_.draw.uuid}", f"assignments/{other.uuid}", f"scoresheets/{other.scoresheet.uuid}"]  # fmt: skip
    for address in hidden:
        assert applicant.get(f"/api/v1/{address}/").status_code == 404, address
        assert expert.get(f"/api/v1/{address}/").status_code == 404, address
    assert client_of(round_.opened_by).get(f"/api/v1/scoresheets/{assignment.scoresheet.uuid}/").status_code == 404


def test_the_sheet_refuses_wrong_points_and_steps_of_the_system_are_nobodys():
    round_ = scoring_round(items=1)
    assignment = Assignment.objects.first()
    expert, sheet = user_of(assignment), assignment.scoresheet
    key = round_.criteria[0]["key"]
    wrong = client_of(expert).put(
        f"/api/v1/scoresheets/{sheet.uuid}/score/", {f"points-{key}": 31, "base_version": 0}, format="json"
    )
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, [f"points-{key}"])
    early = step(expert, "scoresheets", sheet.uuid, "submit")
    assert (early.status_code, early.json()["code"]) == (422, "criteria-missing")
    assert step(expert, "scoresheets", sheet.uuid, "annul").status_code == 403
    assert step(expert, "assignments", assignment.uuid, "finish").status_code == 403
    assert step(expert, "assignments", assignment.uuid, "void", reason="不想评了").status_code == 403
    officer = round_.opened_by
    assert step(officer, "assignments", assignment.uuid, "void", reason="经查应当回避").json()["state"] == "voided"


def test_an_expert_declines_and_a_hold_is_decided_through_the_api():
    invited_round()
    assignment = Assignment.objects.first()
    answer = step(user_of(assignment), "assignments", assignment.uuid, "decline", decline_reason="time", reason="出差")
    assert answer.json()["state"] == "declined"
    round_ = prepared_round()
    affiliated(round_)
    request_draw(round_, by=round_.opened_by)
    finding = open_holds(round_)[0]
    body = {"finding": finding.pk, "stands": "no", "reason": "独立法人，无管理关系。"}
    address = f"/api/v1/rounds/{round_.uuid}/conflicts/"
    assert client_of(make_staff(Role.LEADER)).put(address, body, format="json").status_code == 403
    assert client_of(round_.opened_by).put(address, body, format="json").status_code == 200
    assert Finding.objects.get(pk=finding.pk).stands is False
