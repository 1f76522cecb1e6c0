"""The end of a project through the API: the same forms, services and refusals as the pages."""

import pytest

from accounts.roles import Role
from projects.archive.models import ArchiveFile
from projects.contracts.models import Project
from tests.api.test_records import client_of
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.closing import evaluated
from tests.factories.contracts import leader_of, officer_of_project, running_project

pytestmark = pytest.mark.django_db


def test_acceptance_and_archive_by_a_program(moved_clock):
    project = running_project(moved_clock)
    people = {
        "leader": client_of(leader_of(project)),
        "unit": client_of(make_institution_officer(project.institution)),
        "officer": client_of(officer_of_project(project)),
        "chief": client_of(make_staff(Role.LEADER)),
        "archivist": client_of(make_staff(Role.ARCHIVIST)),
    }
    leader = people["leader"]
    assert client_of(make_member()).post("/api/v1/acceptances/", {"project": str(project.uuid)}, format="json").status_code == 422  # fmt: skip
    opened = leader.post("/api/v1/acceptances/", {"project": str(project.uuid)}, format="json")
    assert opened.status_code == 201, opened.content
    base = f"/api/v1/acceptances/{opened.json()['id']}/"

    def step(who, name, address=base, **fields):
        answer = people[who].post(f"{address}steps/{name}/", fields, format="json")
        return answer.status_code, answer.json().get("state", answer.json().get("code"))

    assert step("leader", "submit") == (422, "summary-missing")
    cells = {"summary": "完成", "actual-1": "312000", "evidence-1": "报告", "actual-2": "1.6"}
    written = leader.put(f"{base}write/", cells, format="json")
    assert written.status_code == 200
    assert [row["result"] for row in written.json()["tables"]["values"]] == ["Met", "Not met"]
    assert people["unit"].put(f"{base}write/", cells, format="json").status_code == 403
    assert step("leader", "submit") == (200, "awaiting_endorsement")
    assert step("unit", "send_back", reason="请核对数据") == (200, "draft")
    assert step("leader", "submit") == (200, "awaiting_endorsement")
    assert step("unit", "endorse") == (200, "under_review")
    assert step("officer", "order_rectification", reason="插入损耗未达标") == (200, "rectification")
    assert leader.put(f"{base}write/", cells | {"actual-2": "1.5"}, format="json").status_code == 200
    assert step("leader", "resubmit") == (200, "under_review")
    assert step("officer", "order_rectification", reason="再次整改") == (422, "rectification-used")
    opinion = {"score": "81", "suggested": "pass", "opinion": "专家组认为项目达到考核指标。"}
    assert step("leader", "review", **opinion) == (403, "not-yours")
    assert step("officer", "review", **(opinion | {"score": "101"}))[0] == 422
    assert step("officer", "review", **opinion) == (200, "reviewed")
    assert step("officer", "conclude", conclusion="pass") == (403, "not-yours")
    assert step("chief", "conclude", conclusion="pass") == (200, "concluded")

    evaluated(project)
    archive = ArchiveFile.objects.get()
    home = f"/api/v1/archives/{archive.uuid}/"
    assert step("archivist", "seal", home) == (409, "wrong-state")
    assert people["archivist"].put(f"{home}check/", {}, format="json").status_code == 200
    assert step("leader", "check", home) == (403, "not-yours")
    assert step("archivist", "check", home) == (200, "checked")
    assert step("archivist", "reopen", home, reason="补充附件") == (200, "open")
    assert step("archivist", "check", home) == (200, "checked")
    assert step("archivist", "seal", home) == (200, "sealed")
    shown = leader.get(home).json()
    assert [each["name"] for each in shown["files"]] == [f"{archive.number}.zip"]
    assert Project.objects.get().state == "archived"
