"""The API: the same registry, forms, services and refusals as the pages."""

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from accounts.services import open_user, register_person
from core.models import LedgerEntry
from projects.applications.models import Application
from tests.factories import projects as make
from tests.factories.accounts import make_institution_officer, make_member

pytestmark = pytest.mark.django_db


def client_of(user):
    client = APIClient(headers={"accept-language": "en"})
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.get_or_create(user=user)[0].key}")
    return client


def test_a_token_is_given_for_name_and_password_only():
    open_user("li", person=register_person("李某"), password="a long password")
    client = Client()
    right = client.post(
        "/api/v1/token/", {"username": "li", "password": "a long password"}, content_type="application/json"
    )
    assert list(right.json()) == ["token"]
    wrong = client.post("/api/v1/token/", {"username": "li", "password": "x"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign-in-failed")


def test_without_sign_in_it_is_401_and_for_strangers_404():
    application = make.draft()
    for address in ("applications/", f"applications/{application.uuid}/", f"applications/{application.uuid}/steps/"):
        assert APIClient().get(f"/api/v1/{address}").status_code == 401, address
    stranger = client_of(make_member())
    assert stranger.get(f"/api/v1/applications/{application.uuid}/").status_code == 404
    assert stranger.post(f"/api/v1/applications/{application.uuid}/steps/submit/").status_code == 404
    assert stranger.get("/api/v1/applications/").json()["results"] == []


def fill_by_api(client, uuid):
    base = f"/api/v1/applications/{uuid}/sections/"
    put = lambda key, body, **headers: client.put(f"{base}{key}/", body, format="json", headers=headers)  # noqa: E731
    name = client.get(f"/api/v1/applications/{uuid}/").json()["fields"]["principal_investigator"]
    unit = client.get(f"/api/v1/applications/{uuid}/").json()["fields"]["institution"]
    answers = [
        put(
            "basics",
            {
                "title": "车规级碳化硅功率模块封装",
                "direction_code": "01",
                "starts_on": "2027-01-01",
                "ends_on": "2028-12-31",
            },
        ),
        put("team", {"rows": [{"name": name, "institution_name": unit, "months": 10}]}),
        put(
            "indicators",
            {
                "rows": [
                    {
                        "category": "technical",
                        "name": "结温",
                        "comparison": "ge",
                        "target": "175",
                        "unit": "℃",
                        "method": "检测报告",
                    }
                ]
            },
        ),
        put("year_plan", {"rows": [{"year": 2027, "content": "方案"}, {"year": 2028, "content": "验证"}]}),
        put("budget", {"rows": [{"source": "granted", "category": "business", "amount": "500000.00"}]}),
    ]
    answers += [put(key, {"content": content}, **{"If-Match": '"0"'}) for key, content in make.CONTENT.items()]
    return [answer.status_code for answer in answers]


def test_an_application_is_written_submitted_endorsed_and_accepted_through_the_api():
    call = make.published_call()
    applicant = make_member()
    institution = applicant.person.memberships.get().institution
    client = client_of(applicant)
    opened = client.post(
        "/api/v1/applications/", {"call": str(call.uuid), "institution": str(institution.uuid)}, format="json"
    )
    assert opened.status_code == 201
    uuid = opened.json()["id"]
    early = client.post(f"/api/v1/applications/{uuid}/steps/submit/", {}, format="json")
    assert (early.status_code, early.json()["code"]) == (422, "application-incomplete")
    assert fill_by_api(client, uuid) == [200] * 8
    assert client.get(f"/api/v1/applications/{uuid}/completeness/").json() == []
    steps = {row["step"]: row for row in client.get(f"/api/v1/applications/{uuid}/steps/").json()}
    assert steps["submit"]["allowed"] is True
    once = [
        client.post(f"/api/v1/applications/{uuid}/steps/submit/", {}, format="json", headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]
    assert [each.status_code for each in once] == [200, 200]
    assert LedgerEntry.objects.filter(step="submit").count() == 1
    again = client.post(f"/api/v1/applications/{uuid}/steps/submit/", {}, format="json")
    assert (again.status_code, again.json()["kind"]) == (409, "when")
    officer = client_of(make_institution_officer(institution))
    assert (
        officer.post(f"/api/v1/applications/{uuid}/steps/endorse/", {}, format="json").json()["state"] == "formal_check"
    )
    not_mine = client.post(f"/api/v1/applications/{uuid}/steps/accept/", {}, format="json")
    assert (not_mine.status_code, not_mine.json()["kind"]) == (403, "who")
    staff = client_of(call.opened_by)
    assert staff.post(f"/api/v1/applications/{uuid}/steps/accept/", {}, format="json").json()["state"] == "accepted"
    assert Application.objects.get().pool_entry.state == "awaiting_admission"


def test_a_stale_section_is_412_with_both_texts_and_a_wrong_field_422():
    application = make.draft()
    client = client_of(application.opened_by)
    address = f"/api/v1/applications/{application.uuid}/sections/rationale/"
    assert client.put(address, {"content": {"rationale": "甲"}}, format="json", headers={"If-Match": '"0"'}).json() == {
        "version": 1
    }
    stale = client.put(address, {"content": {"rationale": "乙"}}, format="json", headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["facts"]["theirs"]) == (412, {"rationale": "甲"})
    assert client.get(address)["ETag"] == '"1"'
    wrong = client.put(
        f"/api/v1/applications/{application.uuid}/sections/budget/",
        {"rows": [{"source": "granted", "category": "business", "amount": "many"}]},
        format="json",
    )
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["amount"])


def test_the_same_key_with_another_body_is_refused():
    application = make.endorsed()
    client = client_of(application.call.opened_by)
    address = f"/api/v1/applications/{application.uuid}/steps/ask_correction/"
    key = {"Idempotency-Key": "k"}
    assert client.post(address, {"reason": "缺少签字页"}, format="json", headers=key).status_code == 200
    other = client.post(address, {"reason": "另一个原因"}, format="json", headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")


def test_lists_are_keyset_paged():
    call = make.published_call()
    for _ in range(3):
        make.submitted(call)
    client = client_of(call.opened_by)
    first = client.get("/api/v1/applications/?size=2").json()
    assert (len(first["results"]), first["previous"]) == (2, None)
    second = client.get(first["next"].replace("http://testserver", "")).json()
    assert len(second["results"]) == 1
    assert {row["id"] for row in first["results"]}.isdisjoint(row["id"] for row in second["results"])


def test_the_public_reads_without_sign_in_and_the_schema_is_served():
    notice = make.on_notice()
    found = Client().get("/api/v1/disclosure/").json()
    assert found["notices"][0]["sha256"] == notice.sha256
    assert set(found["notices"][0]["items"][0]) == {"application", "number", "title", "institution", "leader", "amount"}
    assert Client().get("/api/v1/schema/").status_code == 200


def test_a_table_is_read_with_its_tag_and_replaced_over_it_only():
    application = make.fill(make.draft())
    client = client_of(application.opened_by)
    address = f"/api/v1/applications/{application.uuid}/sections/year_plan/"
    seen = client.get(address)
    assert [row["year"] for row in seen.json()["rows"]] == [2027, 2028]
    tag, rows = seen.headers["ETag"], [{"year": 2027, "content": "完成平台"}]
    assert client.put(address, {"rows": rows}, format="json", headers={"If-Match": tag}).status_code == 200
    stale = client.put(address, {"rows": rows}, format="json", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-rows")
    assert application.year_plans.count() == 1


@pytest.mark.parametrize("asked", ["size=0", "size=²", "before=²", "after=²", "size=-1", "before=99999999999999999999"])
def test_a_page_asked_for_in_an_odd_way_is_a_page_all_the_same(asked):
    application = make.draft()
    answer = client_of(application.opened_by).get(f"/api/v1/applications/?{asked}")
    assert (answer.status_code, [each["id"] for each in answer.json()["results"]]) == (200, [str(application.uuid)])


def test_whom_the_applicant_avoids_is_for_writers_and_the_programmes_officers():
    application = make.submitted()
    address = f"/api/v1/applications/{application.uuid}/sections/avoidance/"
    assert client_of(application.opened_by).get(address).status_code == 200
    assert client_of(application.call.opened_by).get(address).status_code == 200
    unit = client_of(make_institution_officer(application.institution))
    assert unit.get(f"/api/v1/applications/{application.uuid}/").status_code == 200
    assert unit.get(address).status_code == 404
