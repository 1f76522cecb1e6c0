"""Contracts and projects through the API: the same rules, forms and refusals as the pages."""

import pytest

from accounts.roles import Role
from tests.api.test_records import client_of
from tests.factories import contracts as make
from tests.factories.accounts import make_staff

pytestmark = pytest.mark.django_db


def test_a_contract_is_rebuilt_returned_and_signed_through_the_api(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project = contract.project
    base = f"/api/v1/contracts/{contract.uuid}/"
    leader, unit = client_of(make.leader_of(project)), client_of(make.institution_officer_of(project))
    authority = client_of(make_staff(Role.LEADER))
    wrong = leader.put(f"{base}budget/", {"granted-business": "600000"}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "budget-not-own-sum")
    cells = {"granted-business": "500000", "granted-labour": "100000.00", "self_raised-business": "400000"}
    rebuilt = leader.put(f"{base}budget/", cells, format="json").json()
    assert [row["amount"] for row in rebuilt["tables"]["budget"]] == ["500000.00", "100000.00", "400000.00"]
    assert unit.put(f"{base}budget/", cells, format="json").status_code == 403
    steps = {row["step"]: row["allowed"] for row in leader.get(f"{base}steps/").json()}
    assert steps == {"submit": True, "lapse": False}
    taken = [
        client.post(f"{base}steps/{step}/", body, format="json")
        for client, step, body in (
            (leader, "submit", {}),
            (unit, "send_back", {"reason": "请补充设备清单"}),
            (leader, "submit", {}),
            (unit, "sign", {}),
            (authority, "countersign", {}),
        )
    ]
    assert [each.json()["state"] for each in taken] == [
        "awaiting_institution", "draft", "awaiting_institution", "awaiting_authority", "signed",
    ]  # fmt: skip
    shown = leader.get(f"/api/v1/projects/{project.uuid}/").json()
    assert (shown["state"], shown["fields"]["granted"]) == ("active", "600000.00")
    assert [row["planned"] for row in shown["tables"]["money"]] == ["600000.00", "400000.00"]
    refused = client_of(make.officer_of_project(project)).post(
        f"/api/v1/projects/{project.uuid}/steps/terminate/", {"reason": "不再继续实施。"}, format="json"
    )
    assert (refused.status_code, refused.json()["kind"]) == (403, "who")


def test_an_officer_suspends_and_resumes_with_a_reason(moved_clock):
    project = make.running_project(moved_clock)
    officer = client_of(make.officer_of_project(project))
    base = f"/api/v1/projects/{project.uuid}/steps/"
    assert officer.post(f"{base}suspend/", {}, format="json").status_code == 422
    assert officer.post(f"{base}suspend/", {"reason": "单位搬迁中"}, format="json").json()["state"] == "suspended"
    assert officer.post(f"{base}resume/", {"reason": "已恢复条件"}, format="json").json()["state"] == "active"
