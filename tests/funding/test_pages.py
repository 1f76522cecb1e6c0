"""Money, credit and performance through the pages and through the API: the same steps, the same refusals."""

import pytest
from django.test import Client

from accounts.roles import Role
from core import clock
from funding.credit.models import CreditEvent
from funding.performance.models import PerformanceEvaluation
from funding.spending.models import Expenditure
from funding.tranches.models import Tranche
from tests.api.test_records import client_of
from tests.factories import funding as make
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.contracts import leader_of, officer_of_project, running_project
from tests.frontend.test_pages import key_in, signed_in

pytestmark = pytest.mark.django_db


def take(user, collection, record, step, **fields):
    """The step through its page: the form first, then the post."""
    client = signed_in(user)
    address = f"/records/{collection}/{record.uuid}/steps/{step}/"
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(address, {"request_key": key_in(page), **fields})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    record.refresh_from_db()
    return record


def call(user, collection, record, step, **fields):
    """The step through the API."""
    answer = client_of(user).post(f"/api/v1/{collection}/{record.uuid}/steps/{step}/", fields, format="json")
    assert answer.status_code == 200, answer.json()
    record.refresh_from_db()
    return answer.json()


def test_a_tranche_walks_through_its_pages(moved_clock):
    tranche = make.due_tranche(moved_clock)
    project, officer = tranche.project, officer_of_project(tranche.project)
    take(officer, "tranches", tranche, "withhold", reason="专账未设立")
    take(officer, "tranches", tranche, "release", reason="专账已设立")
    take(officer, "tranches", tranche, "approve")
    finance = make_staff(Role.FINANCE)
    page = signed_in(finance).get(f"/records/tranches/{tranche.uuid}/steps/pay/").content.decode()
    assert project.decision_item.decision.appropriation.number in page, "the budget line is proposed"
    take(finance, "tranches", tranche, "pay", voucher="记-0412", appropriation_number="江财指〔2026〕8号")
    take(make.bookkeeper_of(project), "tranches", tranche, "confirm_receipt")
    assert tranche.state == "received"
    shown = signed_in(finance).get(f"/records/tranches/{tranche.uuid}/").content.decode()
    assert shown.count("Payment opened") == 1, "the other payments are opened on their own pages"
    for words in ("记-0412", "Days from the approval to the payment", "Treasury", "-300,000.00", "A / A"):
        assert words in shown, words
    assert "A / A" not in signed_in(leader_of(project)).get(f"/records/tranches/{tranche.uuid}/").content.decode()


def test_a_tranche_walks_through_the_api(moved_clock):
    tranche = make.due_tranche(moved_clock)
    officer = officer_of_project(tranche.project)
    steps = {row["step"]: row for row in client_of(officer).get(f"/api/v1/tranches/{tranche.uuid}/steps/").json()}
    assert {name: row["allowed"] for name, row in steps.items()} == {"approve": True, "withhold": True}
    call(officer, "tranches", tranche, "approve")
    refused = client_of(officer).post(
        f"/api/v1/tranches/{tranche.uuid}/steps/pay/", {"voucher": "1", "appropriation_number": "1"}, format="json"
    )
    assert (refused.status_code, refused.json()["kind"]) == (403, "who")
    paid = call(make_staff(Role.FINANCE), "tranches", tranche, "pay", voucher="记-9", appropriation_number="x")
    assert [row["amount"] for row in paid["tables"]["postings"]] == ["-300000.00", "300000.00"]
    call(make_institution_officer(tranche.project.institution), "tranches", tranche, "confirm_receipt")
    by_hand = Tranche.objects.get(project=tranche.project, number=2)
    answer = client_of(officer).post(f"/api/v1/tranches/{by_hand.uuid}/steps/fall_due/", {}, format="json")
    assert answer.status_code == 403


VOUCHER = {
    "source": "granted", "category": "business", "amount": "20000.00", "voucher": "付-0101", "payee": "江汉印务",
    "invoice": "4200-77", "purpose": "资料印刷",
}  # fmt: skip


def test_a_voucher_is_entered_and_verified_through_the_pages(moved_clock):
    project = make.paid_tranche(moved_clock).project
    client = signed_in(leader_of(project))
    page = client.get(f"/records/expenditures/new/?project={project.uuid}")
    assert f'value="{project.uuid}" selected' in page.content.decode()
    body = {**VOUCHER, "project": project.number, "spent_on": str(clock.today()), "request_key": key_in(page)}
    wrong = client.post("/records/expenditures/new/", body | {"project": "KH-0"})
    assert wrong.status_code == 422 and "资料印刷" in wrong.content.decode()
    assert client.post("/records/expenditures/new/", body).status_code == 302
    expenditure = Expenditure.objects.get()
    keeper = make.bookkeeper_of(project)
    shown = signed_in(keeper).get(f"/records/expenditures/{expenditure.uuid}/").content.decode()
    assert "A round amount: 20000.00 yuan." in shown
    take(keeper, "expenditures", expenditure, "verify")
    take(keeper, "expenditures", expenditure, "reverse", reason="发票作废重开")
    assert expenditure.state == "reversed"
    other = make.entered_expenditure(project)
    take(keeper, "expenditures", other, "reject", reason="抬头有误")
    assert signed_in(make_member()).get("/records/expenditures/new/").status_code == 403


def test_a_voucher_is_entered_and_verified_through_the_api(moved_clock):
    project = make.paid_tranche(moved_clock).project
    body = {**VOUCHER, "project": project.number, "spent_on": str(clock.today())}
    opened = client_of(leader_of(project)).post("/api/v1/expenditures/", body, format="json")
    assert (opened.status_code, opened.json()["fields"]["amount"]) == (201, "20000.00")
    again = client_of(leader_of(project)).post("/api/v1/expenditures/", body, format="json")
    assert (again.status_code, again.json()["code"]) == (422, "voucher-used")
    stranger = client_of(make_institution_officer(make_member().person.memberships.get().institution))
    unknown = stranger.post("/api/v1/expenditures/", body, format="json")
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["project"]), "not among his projects"
    expenditure = Expenditure.objects.get()
    own = client_of(leader_of(project)).post(
        f"/api/v1/expenditures/{expenditure.uuid}/steps/verify/", {}, format="json"
    )
    assert own.status_code == 403
    verified = call(make.bookkeeper_of(project), "expenditures", expenditure, "verify")
    assert (verified["state"], len(verified["tables"]["postings"])) == ("verified", 2)


POINTS = {"execution": "8", "output": "46.5", "benefit": "28", "satisfaction": "9"}


def test_an_evaluation_walks_through_page_and_api(moved_clock):
    for way in (take, call):
        evaluation = make.performance_opened(moved_clock)
        leader, officer = leader_of(evaluation.project), officer_of_project(evaluation.project)
        way(leader, "performance", evaluation, "self_evaluate", own_words="按期完成全部任务与指标。", **POINTS)
        way(officer, "performance", evaluation, "send_back", reason="请补充效益佐证")
        way(leader, "performance", evaluation, "self_evaluate", own_words="按期完成全部任务与指标，附佐证。", **POINTS)
        way(officer, "performance", evaluation, "score", opinion="同意自评，佐证充分。", **POINTS)
        assert (evaluation.state, evaluation.band) == ("scored", "excellent")
    client = signed_in(leader)
    draft = make.performance_opened(moved_clock)
    too_much = signed_in(leader_of(draft.project)).post(
        f"/records/performance/{draft.uuid}/steps/self_evaluate/", {**POINTS, "output": "51", "own_words": "x" * 20}
    )
    assert too_much.status_code == 422 and "x" * 20 in too_much.content.decode()
    assert "46.5" in client.get(f"/records/performance/{evaluation.uuid}/").content.decode()
    assert PerformanceEvaluation.objects.filter(state="draft").count() == 1


def test_a_credit_event_walks_through_page_and_api(moved_clock):
    project = running_project(moved_clock)
    body = {
        "project": project.number, "subject": "person", "code": "acceptance-failed", "happened_on": str(clock.today()),
        "basis": "验收专家组一致认为主要指标未完成。",
    }  # fmt: skip
    officer, integrity = officer_of_project(project), make_staff(Role.INTEGRITY)
    for number, way in enumerate((take, call)):
        if way is take:
            client = signed_in(officer)
            page = client.get("/records/credit/new/")
            assert client.post("/records/credit/new/", {**body, "request_key": key_in(page)}).status_code == 302
        else:
            assert client_of(officer).post("/api/v1/credit/", body, format="json").status_code == 201
        event = CreditEvent.objects.latest("pk")
        assert signed_in(leader_of(project)).get(f"/records/credit/{event.uuid}/").status_code == 404
        way(integrity, "credit", event, "put_in_force")
        way(leader_of(project), "credit", event, "appeal", appeal="检测报告样品有误，附复检报告。")
        step = ("uphold", "annul")[number]
        way(integrity, "credit", event, step, answer="经复核，答复如上。")
    assert list(CreditEvent.objects.order_by("pk").values_list("state", flat=True)) == ["in_force", "annulled"]
    assert client_of(leader_of(project)).post("/api/v1/credit/", body, format="json").status_code == 403


def test_the_credit_page_explains_the_score_and_only_to_whom_it_concerns(moved_clock):
    project = running_project(moved_clock)
    leader, unit = leader_of(project), make_institution_officer(project.institution)
    for code in ("acceptance-late-12", "report-missing", "ineligible-5"):
        make.event_in_force(project, code)
    make.recorded_event(project, "report-late")
    suspended = make.appealed_event(project, "not-rectified")
    shown = signed_in(leader).get("/credit/").content.decode()
    for words in ("84.4", "band B", "Band C is in force", "below 60.0", "87.4", "−12"):
        assert words in shown, words
    assert f"/records/credit/{suspended.uuid}/" in shown and "Report late, up to" not in shown
    assert "/steps/appeal/" in shown
    address = f"/credit/person/{leader.person.uuid}/"
    for role in (Role.INTEGRITY, Role.OFFICER, Role.LEADER, Role.AUDITOR):
        client = signed_in(make_staff(role))
        assert "Report late, up to" in client.get(address).content.decode()
        assert leader.person.name in client.get("/credit/").content.decode()
        assert client.get("/credit/?q=没有这个人").status_code == 200
    for user in (unit, make_member(project.institution), make_staff(Role.FINANCE)):
        assert signed_in(user).get(address).status_code == 404
    of_unit = f"/credit/institution/{project.institution.uuid}/"
    assert "No event counts" in signed_in(unit).get(of_unit).content.decode()
    assert of_unit in signed_in(unit).get("/credit/").content.decode()
    assert signed_in(leader).get(of_unit).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_credit_api_says_the_same(moved_clock):
    project = running_project(moved_clock)
    leader = leader_of(project)
    for code in ("acceptance-late-12", "report-missing", "ineligible-5"):
        make.event_in_force(project, code)
    make.recorded_event(project, "report-late")
    address = f"/api/v1/credit-scores/person/{leader.person.uuid}/"
    found = client_of(leader).get(address).json()
    assert (found["score"], found["earned_band"], found["band"]) == ("84.4", "B", "C")
    assert [cap["code"] for cap in found["caps"]] == ["low-project-score"]
    assert [(year["weight"], year["score"]) for year in found["years"]] == [
        (30, "48"), (30, "100"), (20, "100"), (10, "100"), (10, "100"),
    ]  # fmt: skip
    assert {each["code"]: each["without"]["score"] for each in found["events"]} == {
        "acceptance-late-12": "93.4", "report-missing": "87.4", "ineligible-5": "88.0",
    }  # fmt: skip
    assert found["suspended"] == []
    assert len(client_of(make_staff(Role.INTEGRITY)).get(address).json()["suspended"]) == 1
    assert client_of(make_member()).get(address).status_code == 404
    unit = f"/api/v1/credit-scores/institution/{project.institution.uuid}/"
    assert client_of(make_institution_officer(project.institution)).get(unit).json()["band"] == "A"
    assert client_of(leader).get(unit).status_code == 404


def test_lists_ask_no_more_for_three_rows_than_for_one(moved_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    project = make.paid_tranche(moved_clock).project
    auditor = make_staff(Role.AUDITOR)
    addresses = [
        "/records/tranches/",
        "/records/expenditures/",
        "/records/credit/",
        "/records/performance/",
        "/credit/",
    ]

    def queries():
        counts = []
        for address in addresses:
            client = signed_in(auditor)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    make.entered_expenditure(project)
    make.event_in_force(project)
    make.performance_opened(moved_clock)
    one = queries()
    for _ in range(2):
        make.entered_expenditure(project)
        make.event_in_force(project, "report-missing", subject="institution")
        make.performance_opened(moved_clock)
    assert queries() == one
