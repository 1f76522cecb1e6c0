"""Change requests on their pages and through the API: each kind asks for what it needs."""

import pytest

from accounts.roles import Role
from projects.changes.models import ChangeRequest
from tests.api.test_records import client_of
from tests.factories import changes
from tests.factories import contracts as make
from tests.factories.accounts import make_member, make_staff
from tests.frontend.test_contracts import post
from tests.frontend.test_pages import signed_in

pytestmark = pytest.mark.django_db


def test_a_change_of_content_is_asked_for_and_granted_on_its_pages(moved_clock):
    project = make.running_project(moved_clock)
    leader, unit = signed_in(make.leader_of(project)), signed_in(make.institution_officer_of(project))
    officer = signed_in(make.officer_of_project(project))
    opening = f"/records/changes/new/?project={project.uuid}"
    assert f'href="{opening}"' in leader.get(f"/records/projects/{project.uuid}/").content.decode()
    fields = {"project": project.uuid, "change_kind": "content", "grounds": changes.GROUNDS}
    assert post(leader, "/records/changes/new/", **fields).status_code == 302
    base = f"/records/changes/{ChangeRequest.objects.get().uuid}/"
    page = leader.get(f"{base}edit/write/").content.decode()
    now = project.contract.content["sections"]["content"]["route"]
    assert now in page and 'name="text-content-route"' in page and "text-commitment" not in page
    unchanged = post(leader, f"{base}edit/write/", grounds=changes.GROUNDS, **{"text-content-route": now})
    assert (unchanged.status_code, "nothing differs" in unchanged.content.decode()) == (422, True)
    wanted = {"grounds": changes.GROUNDS, "text-content-route": "改用光学引伸计测量应变，其余路线不变。"}
    assert post(leader, f"{base}edit/write/", **wanted).status_code == 302
    assert post(leader, f"{base}steps/submit/").status_code == 302
    assert post(unit, f"{base}steps/agree/").status_code == 302
    assert post(officer, f"{base}steps/grant/", answer="同意调整。").status_code == 302
    shown = leader.get(base).content.decode()
    assert now in shown and "改用光学引伸计" in shown and "Granted" in shown
    contract = leader.get(f"/records/contracts/{project.contract.uuid}/").content.decode()
    assert "改用光学引伸计" in contract
    assert signed_in(make_member()).get(base).status_code == 404


@pytest.mark.parametrize(
    ("change_kind", "body", "wrong", "code"),
    [
        ("period", {"ends_on": "2029-06-30"}, {"ends_on": "2031-06-30"}, "extension-too-long"),
        (
            "budget",
            {"granted-equipment": "100000", "granted-business": "320000", "granted-labour": "120000", "granted-indirect": "60000", "self_raised-business": "400000"},
            {"granted-business": "600000"},
            "budget-not-own-sum",
        ),
        ("termination", {}, None, ""),
    ],
)  # fmt: skip
def test_every_kind_goes_through_the_api(change_kind, body, wrong, code, moved_clock):
    project = make.running_project(moved_clock)
    leader, unit = client_of(make.leader_of(project)), client_of(make.institution_officer_of(project))
    officer = client_of(make.officer_of_project(project))
    fields = {"project": str(project.uuid), "change_kind": change_kind, "grounds": changes.GROUNDS}
    assert unit.post("/api/v1/changes/", fields, format="json").status_code == 422
    opened = leader.post("/api/v1/changes/", fields, format="json")
    assert opened.status_code == 201
    base = f"/api/v1/changes/{opened.json()['id']}/"
    grounds = {"grounds": changes.GROUNDS}
    if wrong is not None:
        refused = leader.put(f"{base}write/", grounds | wrong, format="json")
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert leader.put(f"{base}write/", grounds | body, format="json").status_code == 200
    assert leader.post(f"{base}steps/submit/", {}, format="json").json()["state"] == "awaiting_institution"
    agreed = unit.post(f"{base}steps/agree/", {}, format="json").json()["state"]
    if agreed == "awaiting_authority":
        agreed = officer.post(f"{base}steps/grant/", {"answer": "同意"}, format="json").json()["state"]
    assert agreed == "granted"


def test_the_leader_is_chosen_among_the_members_of_the_institution(moved_clock):
    project = make.running_project(moved_clock)
    successor, outsider = make_member(project.institution), make_member()
    change = changes.opened_change(moved_clock, "principal_investigator", project)
    leader = client_of(make.leader_of(project))
    address = f"/api/v1/changes/{change.uuid}/write/"
    body = {"grounds": changes.GROUNDS, "person": str(outsider.person.uuid)}
    assert leader.put(address, body, format="json").status_code == 422
    written = leader.put(address, body | {"person": str(successor.person.uuid)}, format="json").json()
    assert [row["wanted"] for row in written["tables"]["wanted"]] == [successor.person.name]
    page = signed_in(make.leader_of(project)).get(f"/records/changes/{change.uuid}/edit/write/").content.decode()
    assert str(successor.person.uuid) in page and str(outsider.person.uuid) not in page


def test_the_list_of_changes_asks_no_more_for_three_rows(moved_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    auditor = make_staff(Role.AUDITOR)

    def queries():
        client = signed_in(auditor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/records/changes/").status_code == 200
        return len(captured)

    change = changes.submitted_change(moved_clock)
    one = queries()
    for kind in ("termination", "content"):
        wanted = changes.Wanted(texts={"content.route": "新路线"} if kind == "content" else {})
        changes.submitted_change(moved_clock, kind, wanted, change.project)
    assert queries() == one <= 14
