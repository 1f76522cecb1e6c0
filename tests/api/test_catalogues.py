"""Programmes, institutions, policies, ties and achievements: read by whom they concern, paged, never written."""

from datetime import date

import pytest

from accounts.roles import Role
from core import policy
from experts.ties.services import note_tie
from projects.acceptance.models import Achievement
from projects.applications.policy import ApplicationPolicy
from tests.api.test_records import client_of
from tests.factories import projects as make
from tests.factories.accounts import make_institution, make_member, make_staff
from tests.factories.contracts import leader_of, running_project

pytestmark = pytest.mark.django_db


def results(user, address):
    response = client_of(user).get(f"/api/v1/{address}")
    assert response.status_code == 200
    return response.json()["results"]


def test_programmes_are_read_by_everybody_signed_in():
    make.make_programme("JC", "none", name_en="Basic research")
    user = make_member()
    assert [each["id"] for each in results(user, "programmes/")] == ["JC"]
    one = client_of(user).get("/api/v1/programmes/JC/").json()
    assert (one["class"], one["pool_gate"], one["name_en"]) == ("applied", "none", "Basic research")
    assert client_of(user).get("/api/v1/programmes/XX/").status_code == 404
    assert client_of(user).post("/api/v1/programmes/", {}).status_code == 405


def test_institutions_are_paged_and_found_by_name_and_district():
    user = make_member(make_institution("江汉光电研究院", district="东湖区"))
    for number in range(3):
        make_institution(f"云峰装备{number}", district="江岸区")
    client = client_of(user)
    found, address = [], "/api/v1/institutions/?district=江岸区&size=2"
    while address:
        said = client.get(address).json()
        found += [each["name"] for each in said["results"]]
        address = said["next"]
    assert found == ["云峰装备2", "云峰装备1", "云峰装备0"], "the filter stays in the links"
    assert [each["name"] for each in results(user, "institutions/?q=光电")] == ["江汉光电研究院"]
    assert client.get("/api/v1/institutions/not-a-uuid/").status_code == 404


def test_staff_see_every_version_of_a_policy_and_others_the_one_in_force():
    new = ApplicationPolicy(largest_team=12)
    policy.publish(new, effective_on=date(2020, 1, 1), reason="团队规模")
    policy.publish(new, effective_on=date(2090, 1, 1), reason="以后")
    asked = "policies/?topic=projects.applications"
    assert [each["number"] for each in results(make_staff(Role.OFFICER), asked)] == [3, 2, 1]
    (shown,) = results(make_member(), asked)
    assert (shown["number"], shown["values"]["largest_team"], shown["reason"]) == (2, 12, "团队规模")


def test_one_reads_the_own_ties_and_officers_read_all():
    me, other = make_member(), make_member()
    note_tie(me.person, "kin", other=other.person)
    note_tie(other.person, "rivalry", other=me.person)
    assert [each["kind"] for each in results(me, "ties/")] == ["kin"]
    assert [each["kind"] for each in results(other, "ties/")] == ["rivalry"]
    assert len(results(make_staff(Role.OFFICER), "ties/")) == 2
    assert results(make_staff(Role.FINANCE), "ties/") == []


def test_achievements_are_read_by_whoever_sees_the_project(moved_clock):
    project = running_project(moved_clock)
    Achievement.objects.create(project=project, kind="patent", title="一种方法", reference="ZL2027")
    asked = f"achievements/?project={project.uuid}"
    (shown,) = results(leader_of(project), asked)
    assert (shown["title"], shown["project"]) == ("一种方法", str(project.uuid))
    assert results(make_member(), asked) == []
    assert results(leader_of(project), "achievements/?project=nonsense") == []


def test_a_step_over_an_older_version_is_412_and_nothing_is_done():
    application = make.fill(make.draft())
    client = client_of(application.opened_by)
    address = f"/api/v1/applications/{application.uuid}/"
    tag = client.get(address).headers["ETag"]
    assert client.get(address).headers["ETag"] == tag
    rows = {"rows": [{"year": 2027, "content": "改过的计划"}]}
    assert client.put(f"{address}sections/year_plan/", rows, format="json").status_code == 200
    stale = client.post(f"{address}steps/submit/", {}, format="json", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-record")
    application.refresh_from_db()
    assert application.state == "draft"
    fresh = client.get(address).headers["ETag"]
    done = client.post(f"{address}steps/submit/", {}, format="json", headers={"If-Match": f'"other", {fresh}'})
    assert (done.status_code, done.json()["state"]) == (200, "awaiting_endorsement")
    assert done.headers["ETag"] == client.get(address).headers["ETag"] != fresh
