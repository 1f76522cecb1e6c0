"""Pages: who sees what, what a step does, what a refusal keeps."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.roles import Role
from core import clock
from core.models import LedgerEntry
from projects.applications.models import Application
from projects.decisions.models import Objection
from tests.factories import projects as make
from tests.factories.accounts import make_institution_officer, make_member, make_staff

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def key_in(response):
    return re.search(r'name="request_key" value="([^"]+)"', response.content.decode()).group(1)


def test_the_public_site_needs_no_sign_in():
    call = make.published_call()
    client = Client()
    for address in ("/", "/calls/", f"/calls/{call.uuid}/", "/notices/", "/funded/", "/healthz", "/accounts/login/"):
        assert client.get(address).status_code == 200, address
    assert call.title in client.get("/").content.decode()


def test_every_role_has_a_desk():
    for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.INTEGRITY, Role.FINANCE, Role.RECOMMENDER, Role.ADMIN):
        response = signed_in(make_staff(role)).get("/desk/")
        assert response.status_code == 200
        assert "Waiting for you" in response.content.decode()


def test_anonymous_people_are_sent_to_the_sign_in_and_strangers_get_404():
    application = make.draft()
    address = f"/records/applications/{application.uuid}/"
    assert Client().get(address).url.startswith("/accounts/login/")
    stranger = signed_in(make_member())
    for each in (address, f"{address}steps/submit/", f"/applications/{application.uuid}/form/basics/"):
        assert stranger.get(each).status_code == 404
    missing = stranger.get("/records/applications/00000000-0000-0000-0000-000000000000/")
    assert missing.status_code == 404


def test_an_applicant_writes_submits_and_the_institution_endorses():
    call = make.published_call()
    applicant = make_member()
    institution = applicant.person.memberships.get().institution
    client = signed_in(applicant)
    page = client.get(f"/records/applications/new/?call={call.uuid}")
    response = client.post(
        "/records/applications/new/",
        {"call": call.uuid, "institution": institution.uuid, "request_key": key_in(page)},
    )
    application = Application.objects.get()
    assert response.url == f"/records/applications/{application.uuid}/"
    for key in (
        "basics",
        "team",
        "rationale",
        "content",
        "indicators",
        "year_plan",
        "budget",
        "attachments",
        "avoidance",
    ):
        assert client.get(f"/applications/{application.uuid}/form/{key}/").status_code == 200, key
    make.fill(application)
    step = f"/records/applications/{application.uuid}/steps/submit/"
    body = {"request_key": key_in(client.get(step))}
    assert client.post(step, body).status_code == 302
    assert client.post(step, body).status_code == 302, "a double click gives the same answer"
    assert LedgerEntry.objects.filter(step="submit").count() == 1
    officer = signed_in(make_institution_officer(institution))
    application.refresh_from_db()
    assert application.title in officer.get("/desk/?role=institution", follow=True).content.decode()
    endorse = f"/records/applications/{application.uuid}/steps/endorse/"
    assert officer.post(endorse, {"remark": "", "request_key": key_in(officer.get(endorse))}).status_code == 302
    application.refresh_from_db()
    assert application.state == "formal_check"


def test_tables_are_saved_row_by_row_and_a_wrong_row_keeps_what_was_typed():
    application = make.draft()
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/indicators/"
    row = {
        "category": "technical",
        "name": "速率",
        "comparison": "ge",
        "existing": "10",
        "midterm": "20",
        "target": "25",
        "unit": "Gb/s",
        "method": "检测报告",
    }
    management = {
        "row-TOTAL_FORMS": "1",
        "row-INITIAL_FORMS": "0",
        "row-MIN_NUM_FORMS": "0",
        "row-MAX_NUM_FORMS": "200",
    }
    wrong = {f"row-0-{name}": value for name, value in (row | {"target": "显著提高"}).items()}
    response = client.post(address, management | wrong)
    assert response.status_code == 422
    assert "显著提高" in response.content.decode()
    assert not application.indicators.exists()
    right = {f"row-0-{name}": value for name, value in row.items()}
    assert client.post(address, management | right).status_code == 302
    assert application.indicators.get().name == "速率"


def test_autosave_answers_json_and_a_stale_tab_gets_both_texts():
    application = make.draft()
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/rationale/"
    first = client.post(address, {"rationale": "甲", "base_version": "0"}, headers={"accept": "application/json"})
    assert (first.status_code, first.json()["version"]) == (200, 1)
    stale = client.post(address, {"rationale": "乙", "base_version": "0"}, headers={"accept": "application/json"})
    assert stale.status_code == 412
    assert stale.json()["theirs"] == {"rationale": "甲"}
    page = client.post(address, {"rationale": "乙", "base_version": "0"})
    assert page.status_code == 422
    assert "甲" in page.content.decode() and "乙" in page.content.decode()


def test_a_budget_is_one_table_and_its_sums_are_told_before_it_is_saved():
    application = make.draft()
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/budget/"
    cells = {
        "granted-equipment": "200,000",
        "granted-business": "500000",
        "granted-indirect": "160000",
        "note-business": "试验",
    }
    sums = client.post(f"{address}sums/", cells).content.decode()
    assert "860,000.00" in sums and "150,000.00" in sums and "国办发〔2021〕32号" in sums
    assert not application.budget.exists(), "asking for the sums keeps nothing"
    wrong = client.post(address, cells | {"granted-labour": "很多"})
    assert wrong.status_code == 422 and "很多" in wrong.content.decode()
    assert client.post(address, cells).status_code == 302
    kept = sorted(application.budget.values_list("source", "category", "amount", "note"))
    assert kept == [
        ("granted", "business", Decimal(500_000), "试验"),
        ("granted", "equipment", Decimal(200_000), ""),
        ("granted", "indirect", Decimal(160_000), ""),
    ]


def test_a_row_can_be_added_without_javascript_and_an_untouched_row_is_no_row():
    application = make.fill(make.draft())
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/indicators/"
    page = client.get(address)
    rows = page.context["formset"]
    posted = {f"row-{name}": value for name, value in rows.management_form.initial.items()}
    for form in rows:
        posted |= {field.html_name: "" if field.value() is None else field.value() for field in form}
        posted.pop(f"{form.prefix}-DELETE", None)
    before = list(application.indicators.values_list("name", "target", "unit"))
    response = client.post(address, posted | {"more": "1", "base_version": page.context["base_version"]})
    assert (response.status_code, response.url) == (302, f"{address}?more=1")
    assert list(application.indicators.values_list("name", "target", "unit")) == before
    assert len(client.get(response.url).context["formset"].forms) == len(rows.forms) + 3


def test_two_windows_on_one_table_the_second_is_told_and_keeps_its_rows():
    application = make.draft()
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/year_plan/"
    seen = client.get(address).context["base_version"]
    management = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "base_version": seen}
    plan = {"row-0-year": "2027", "row-0-content": "甲", "row-0-outcome": ""}
    ask = {"accept": "application/json"}
    first = client.post(address, management | plan, headers=ask)
    assert (first.status_code, sorted(first.json())) == (200, ["saved_at", "version"])
    second = client.post(address, management | plan | {"row-0-content": "乙"}, headers=ask)
    assert (second.status_code, second.json()["code"]) == (412, "stale-rows")
    assert [each.content for each in application.year_plans.all()] == ["甲"]
    page = client.post(address, management | plan | {"row-0-content": "乙"})
    assert page.status_code == 422 and "乙" in page.content.decode()
    again = client.post(
        address, management | plan | {"row-0-content": "乙", "base_version": page.context["base_version"]}
    )
    assert again.status_code == 302
    twice = (
        management | plan | {"row-TOTAL_FORMS": "2", "row-1-year": "2027", "row-1-content": "丙", "base_version": ""}
    )
    assert client.post(address, twice, headers=ask).json()["code"] == "year-twice"
    assert [each.content for each in application.year_plans.all()] == ["乙"]


def test_a_refusal_of_a_step_says_why_and_keeps_the_reason_typed(moved_clock):
    application = make.fill(make.draft())
    client = signed_in(application.opened_by)
    moved_clock(application.call.closes_at + timedelta(minutes=1))
    response = client.post(f"/records/applications/{application.uuid}/steps/submit/", {"request_key": "k"})
    assert response.status_code == 409
    assert "Reception closed" in response.content.decode()


def test_a_false_file_is_refused_with_words():
    from django.core.files.uploadedfile import SimpleUploadedFile

    application = make.draft()
    client = signed_in(application.opened_by)
    address = f"/applications/{application.uuid}/form/attachments/"
    response = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"MZ not a pdf"), "kind": "other"})
    assert response.status_code == 422
    assert "not of an allowed type" in response.content.decode()
    response = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"), "kind": "other"})
    assert response.status_code == 302
    sha = application.attachments.get().file.sha256
    download = client.get(f"/files/applications/{application.uuid}/{sha}/")
    assert b"".join(download.streaming_content) == b"%PDF-1.7 x"
    assert "attachment" in download["Content-Disposition"]
    assert signed_in(make_member()).get(f"/files/applications/{application.uuid}/{sha}/").status_code == 404


def test_an_objection_from_the_public_page_gets_a_receipt():
    notice = make.on_notice()
    item = notice.items[0]["application"]
    client = Client(headers={"accept-language": "en"})
    page = client.get(f"/notices/{notice.uuid}/")
    assert notice.items[0]["title"] in page.content.decode()
    address = f"/notices/{notice.uuid}/object/"
    anonymous = client.post(
        address, {"item": item, "objector_name": "匿", "objector_contact": "x", "grounds": "事实" * 20}
    )
    assert anonymous.status_code == 422
    assert "by name" in anonymous.content.decode()
    filed = client.post(
        address, {"item": item, "objector_name": "江汉理工大学", "objector_contact": "027", "grounds": "事实" * 20}
    )
    assert filed.status_code == 200
    assert Objection.objects.get().number in filed.content.decode()


def test_list_pages_ask_no_more_for_three_rows_than_for_one():
    call = make.published_call()
    make.submitted(call)
    officer = call.opened_by

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = signed_in(officer)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/records/applications/").status_code == 200
        return len(captured)

    one = queries()
    make.submitted(call)
    make.submitted(call)
    assert queries() == one <= 14


def test_nobody_reads_a_notice_before_it_is_published():
    decision = make.deliberated_decision()
    client = Client()
    assert client.get(f"/notices/{decision.notice.uuid}/").status_code == 404
    assert decision.notice.title not in client.get("/notices/").content.decode()


def test_language_is_switched_and_kept():
    client = Client()
    client.post("/language/", {"language": "en", "next": "/"})
    assert "Open calls" in client.get("/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/"


def test_security_headers_are_on_every_page():
    response = Client().get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert signed_in(make_member()).get("/desk/")["Cache-Control"] == "no-store"
    assert clock.now() is not None


def test_staff_see_what_the_machine_checks_found_and_applicants_do_not():
    application = make.endorsed()
    address = f"/records/applications/{application.uuid}/"
    assert "Machine checks" in signed_in(application.call.opened_by).get(address).content.decode()
    assert "Machine checks" not in signed_in(application.opened_by).get(address).content.decode()
