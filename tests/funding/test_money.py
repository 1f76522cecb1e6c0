"""Payments and spending by the services: who may, what is posted, what is refused, and what the database holds to."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.roles import Role
from core import clock
from core.ledger import plain
from core.transitions import open_record, take_step
from core.verdict import YES, Refused
from funding import invariants
from funding.archived import ARCHIVED
from funding.desk import waiting, watching
from funding.spending.models import Expenditure
from funding.spending.services import reject_expenditure, reverse_expenditure, verify_expenditure
from funding.tranches.models import Posting, Tranche
from funding.tranches.queries import balances_of
from funding.tranches.services import (
    approve_tranche,
    confirm_receipt,
    pay_tranche,
    post_entry,
    release_tranche,
    withhold_tranche,
)
from projects.acceptance.models import Acceptance
from projects.contracts.models import Contract, MoneySummary
from projects.contracts.services import confirm_rectification, order_rectification, suspend_project
from tests.factories import funding as make
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.contracts import (
    drafted_contract,
    institution_officer_of,
    leader_of,
    officer_of_project,
    running_project,
)
from tests.factories.reports import assessed_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


BREACHES = [each.rows for each in invariants.INVARIANTS]


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


def breaches():
    return [row for rows in BREACHES for row in rows()]


def always(*_args):
    return YES


def report_of(project, grade, kind="midterm"):
    return assessed_report(None, project, grade=grade, report_kind=kind)


def acceptance_of(project, conclusion):
    """An acceptance that was concluded, by its lifecycle."""
    acceptance = open_record(
        Acceptance(project=project, thread=project.thread, number=f"YS-{uuid.uuid4()}", due_on=date(2029, 6, 30)),
        by=None,
    )
    for step in ("submit", "endorse", "review"):
        take_step(acceptance, step, by=None, may=always)
    changes = {"conclusion": conclusion, "concluded_by": make_staff(Role.LEADER), "opinion": "意见"}
    return take_step(acceptance, "conclude", by=None, may=always, changes=changes)


def states(project):
    return list(Tranche.objects.filter(project=project).order_by("number").values_list("state", flat=True))


def test_the_signed_contract_opens_its_tranches_and_lets_the_first_fall_due(moved_clock):
    project = running_project(moved_clock)
    planned = Contract.objects.get(project=project).planned_tranches.order_by("number")
    rows = Tranche.objects.filter(project=project).order_by("number")
    assert [(t.number, t.percent, t.amount, t.condition) for t in rows] == [
        (p.number, p.percent, p.amount, p.condition) for p in planned
    ]
    assert {t.thread for t in rows} == {project.thread}
    assert states(project) == ["due", "planned", "planned"]
    assert sum(t.amount for t in rows) == project.granted


@pytest.mark.parametrize(
    ("grade", "second"), [("excellent", "due"), ("qualified", "due"), ("basic", "planned"), ("unqualified", "planned")]
)
def test_the_second_falls_due_by_the_midterm_report(moved_clock, grade, second):
    project = running_project(moved_clock)
    report_of(project, "excellent", kind="annual")
    assert states(project)[1] == "planned", "an annual report pays nothing"
    report_of(project, grade)
    assert states(project) == ["due", second, "planned"]


def test_a_basic_report_pays_when_its_rectification_is_confirmed(moved_clock):
    project = running_project(moved_clock)
    officer = officer_of_project(project)
    order_rectification(project, by=officer, reason="台账不全，限期整改")
    project = confirm_rectification(project, by=officer, reason="已整改到位")
    assert states(project)[1] == "planned", "a rectification without a mid-term report pays nothing"
    report_of(project, "basic")
    project.refresh_from_db()
    assert project.state == "rectifying"
    assert states(project)[1] == "planned"
    confirm_rectification(project, by=officer, reason="已整改到位")
    assert states(project)[1] == "due"


@pytest.mark.parametrize(("conclusion", "third"), [("pass", "due"), ("conclude", "planned"), ("fail", "planned")])
def test_the_last_falls_due_when_acceptance_is_passed(moved_clock, conclusion, third):
    project = running_project(moved_clock)
    acceptance_of(project, conclusion)
    assert states(project)[2] == third


def test_a_payment_takes_two_people_and_is_posted_in_the_same_breath(moved_clock):
    tranche = make.due_tranche(moved_clock)
    project, officer = tranche.project, officer_of_project(tranche.project)
    assert refusal(approve_tranche, tranche, by=make_staff(Role.OFFICER, "NS")).kind == "who"
    assert refusal(approve_tranche, tranche, by=leader_of(project)).kind == "who"
    tranche = approve_tranche(tranche, by=officer)
    paper = {"voucher": "记-7001", "appropriation_number": "江财指〔2026〕9号"}
    assert refusal(pay_tranche, tranche, by=officer, **paper).kind == "who"
    assert not Posting.objects.exists()
    tranche = pay_tranche(tranche, by=make_staff(Role.FINANCE), **paper)
    assert balances_of(project) == {"treasury": -tranche.amount, "project_cash": tranche.amount}
    money = MoneySummary.objects.get(project=project)
    assert (money.granted_paid, money.granted_spent, money.self_raised_spent) == (tranche.amount, 0, 0)
    assert refusal(confirm_receipt, tranche, by=leader_of(project)).kind == "who"
    assert confirm_receipt(tranche, by=make.bookkeeper_of(project)).state == "received"
    assert breaches() == []


def test_who_approved_may_not_pay_even_with_the_role(moved_clock):
    tranche = make.approved_tranche(moved_clock)
    from accounts.services import grant_role

    both = tranche.approved_by
    grant_role(both, Role.FINANCE, by=None)
    both._grants = None
    verdict = refusal(pay_tranche, tranche, by=both, voucher="记-1", appropriation_number="x")
    assert (verdict.kind, verdict.code) == ("who", "same-person")
    with pytest.raises(IntegrityError, match="tranche_by_two_persons"), transaction.atomic():
        Tranche.objects.filter(pk=tranche.pk).update(paid_by=both)


def test_a_voucher_pays_once(moved_clock):
    first = make.paid_tranche(moved_clock)
    second = make.approved_tranche(moved_clock)
    verdict = refusal(pay_tranche, second, by=make_staff(Role.FINANCE), voucher=first.voucher, appropriation_number="x")
    assert (verdict.kind, verdict.code) == ("what", "voucher-used")
    assert Posting.objects.filter(project=second.project).count() == 0


def test_no_payment_while_the_project_is_suspended(moved_clock):
    tranche = make.due_tranche(moved_clock)
    officer = officer_of_project(tranche.project)
    approved = approve_tranche(tranche, by=officer)
    suspend_project(tranche.project, by=officer, reason="经费使用核查期间")
    approved.refresh_from_db()
    verdict = refusal(pay_tranche, approved, by=make_staff(Role.FINANCE), voucher="记-2", appropriation_number="x")
    assert (verdict.kind, verdict.code) == ("when", "payment-frozen")


def test_what_is_withheld_is_released_and_approved_anew(moved_clock):
    tranche = make.approved_tranche(moved_clock)
    officer = officer_of_project(tranche.project)
    assert refusal(withhold_tranche, tranche, by=make_staff(Role.FINANCE), reason="越权").kind == "who"
    tranche = withhold_tranche(tranche, by=officer, reason="专账尚未设立")
    assert (tranche.state, tranche.approved_by, tranche.approved_at) == ("withheld", None, None)
    assert refusal(approve_tranche, tranche, by=officer).kind == "when"
    tranche = release_tranche(tranche, by=officer, reason="专账已设立")
    tranche = approve_tranche(tranche, by=officer)
    assert withhold_tranche(tranche, by=officer, reason="复核").state == "withheld"


def test_nobody_lets_a_tranche_fall_due_by_hand(moved_clock):
    from funding.tranches.records import nobody_lets_fall_due

    project = running_project(moved_clock)
    planned = Tranche.objects.get(project=project, number=2)
    assert refusal(nobody_lets_fall_due, planned, by=officer_of_project(project)).kind == "who"


def test_a_voucher_is_entered_by_one_and_verified_by_another(moved_clock):
    project = make.paid_tranche(moved_clock).project
    entered = make.entered_expenditure(project)
    paid = MoneySummary.objects.get(project=project).granted_paid
    assert Posting.objects.filter(document=entered.uuid).count() == 0, "what is only entered is not posted"
    assert refusal(verify_expenditure, entered, by=leader_of(project)).kind == "who"
    assert refusal(verify_expenditure, entered, by=make_member()).kind == "who"
    verified = verify_expenditure(entered, by=institution_officer_of(project))
    assert (verified.state, verified.verified_by_id != verified.entered_by_id) == ("verified", True)
    money = MoneySummary.objects.get(project=project)
    assert (money.granted_paid, money.granted_spent) == (paid, Decimal("12345.60"))
    assert balances_of(project) == {
        "treasury": -paid,
        "project_cash": paid - Decimal("12345.60"),
        "project_spent": Decimal("12345.60"),
    }
    assert breaches() == []


def test_two_people_are_needed_even_among_bookkeepers(moved_clock):
    project = make.paid_tranche(moved_clock).project
    keeper = make.bookkeeper_of(project)
    entered = make.entered_expenditure(project, by=keeper)
    assert refusal(verify_expenditure, entered, by=keeper).code == "same-person"
    from accounts.services import add_membership

    add_membership(project.principal_investigator, project.institution, "finance")
    leader = leader_of(project)
    leader._memberships = None
    assert refusal(verify_expenditure, entered, by=leader).code == "own-project-vouchers"


def test_granted_money_is_spent_only_when_it_arrived(moved_clock):
    project = running_project(moved_clock)
    keeper = make.bookkeeper_of(project)
    early = make.entered_expenditure(project)
    assert refusal(verify_expenditure, early, by=keeper).code == "granted-money-short"
    own = make.entered_expenditure(project, source="self_raised", amount=Decimal(500))
    verify_expenditure(own, by=keeper)
    assert balances_of(project) == {"own_money": Decimal(-500), "own_spent": Decimal(500)}
    assert MoneySummary.objects.get(project=project).self_raised_spent == 500
    tranche = Tranche.objects.get(project=project, number=1)
    tranche = approve_tranche(tranche, by=officer_of_project(project))
    pay_tranche(tranche, by=make_staff(Role.FINANCE), voucher="记-3", appropriation_number="x")
    verify_expenditure(early, by=keeper)
    rest = tranche.amount - early.amount
    too_much = make.entered_expenditure(project, amount=rest + Decimal("0.01"))
    assert refusal(verify_expenditure, too_much, by=keeper).facts == {"left": rest, "wanted": rest + Decimal("0.01")}
    verify_expenditure(make.entered_expenditure(project, amount=rest), by=keeper)
    assert breaches() == []


def test_a_mistake_is_reversed_never_edited(moved_clock):
    verified = make.verified_expenditure(moved_clock)
    project = verified.project
    keeper = make.bookkeeper_of(project)
    before = list(Posting.objects.filter(document=verified.uuid).values_list("pk", "account", "amount"))
    assert refusal(reverse_expenditure, verified, by=leader_of(project), reason="错误").kind == "who"
    reversed_one = reverse_expenditure(verified, by=keeper, reason="重复入账，予以冲销")
    rows = list(Posting.objects.filter(document=verified.uuid).order_by("pk").values_list("pk", "account", "amount"))
    assert rows[:2] == sorted(before)
    assert [(account, amount) for _pk, account, amount in rows[2:]] == [
        (account, -amount) for _pk, account, amount in rows[:2]
    ]
    assert MoneySummary.objects.get(project=project).granted_spent == 0
    assert refusal(reverse_expenditure, reversed_one, by=keeper, reason="再次").kind == "when"
    assert make.entered_expenditure(project, voucher=verified.voucher).state == "entered", "the number is free again"
    assert breaches() == []


def test_a_rejected_voucher_is_not_posted_and_its_number_is_free(moved_clock):
    project = running_project(moved_clock)
    entered = make.entered_expenditure(project, voucher="付-甲")
    assert refusal(make.entered_expenditure, project, voucher="付-甲").code == "voucher-used"
    assert reject_expenditure(entered, by=make.bookkeeper_of(project), reason="发票抬头有误").state == "rejected"
    assert make.entered_expenditure(project, voucher="付-甲").state == "entered"
    assert not Posting.objects.exists()


def test_only_a_running_project_spends(moved_clock):
    contract = drafted_contract(moved_clock)
    assert refusal(make.entered_expenditure, contract.project).code == "project-not-running"
    project = running_project(moved_clock)
    assert refusal(make.entered_expenditure, project, by=make_member()).kind == "who"
    tomorrow = clock.today() + timedelta(days=1)
    assert refusal(make.entered_expenditure, project, spent_on=tomorrow).code == "spent-in-the-future"


def test_flags_are_kept_with_the_voucher_in_words(moved_clock):
    first = make.verified_expenditure(moved_clock, invoice="发票001")
    project = first.project
    member = project.application.team.order_by("position").last().name
    flagged = make.entered_expenditure(
        project,
        invoice="发票001",
        amount=Decimal(200000),
        payee=member,
        category="equipment",
        spent_on=date(2026, 1, 5),
    )
    assert [each["code"] for each in flagged.flags] == [
        "duplicate-invoice",
        "outside-period",
        "payee-in-team",
        "round-amount",
        "over-budget",
    ]
    from funding.spending.records import words_of_flags

    assert f"voucher {first.voucher} of project {project.number}" in words_of_flags(flagged)[0]


def test_the_database_refuses_an_entry_that_does_not_balance(moved_clock):
    project = running_project(moved_clock)
    with pytest.raises(ValueError, match="must balance"):
        post_entry(project, {"treasury": Decimal(-1), "project_cash": Decimal(2)}, what="x", document=uuid.uuid4())
    one_sided = Posting(
        project=project, account="treasury", amount=Decimal(5), what="x", document=uuid.uuid4(), at=clock.now()
    )
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        one_sided.save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_invariants_see_what_was_made_wrong(moved_clock, owner_connection):
    project = make.paid_tranche(moved_clock).project
    MoneySummary.objects.filter(project=project).update(granted_paid=Decimal(1))
    assert [row.split()[0] for row in invariants.summaries_that_differ()] == [project.number]
    type(project).objects.filter(pk=project.pk).update(granted=Decimal(1))
    assert [row.split()[0] for row in invariants.paid_beyond_the_grant()] == [project.number]
    other = make.due_tranche(moved_clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{other.uuid}:approve"])
        cursor.execute("UPDATE funding_tranche SET state = 'approved', approved_by_id = %s WHERE id = %s", [officer_of_project(other.project).pk, other.pk])  # fmt: skip
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{other.uuid}:pay"])
        cursor.execute("UPDATE funding_tranche SET state = 'paid', voucher = 'v', paid_by_id = %s WHERE id = %s", [make_staff(Role.FINANCE).pk, other.pk])  # fmt: skip
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{other.project.contract.uuid}:lapse"])
    assert [row.split()[0] for row in invariants.tranches_without_postings()] == [other.project.number]
    Posting.objects.bulk_create(
        Posting(entry=entry, project=project, account=account, amount=amount, what="x", document=entry, at=clock.now())
        for entry, account, amount in [
            (uuid.UUID(int=1), "project_cash", Decimal(-900000)),
            (uuid.UUID(int=1), "project_spent", Decimal(900000)),
        ]
    )
    assert [row.split()[0] for row in invariants.spent_more_than_arrived()] == [project.number]
    assert list(invariants.unbalanced_entries()) == []
    assert list(invariants.paid_without_signature()) == []


def test_an_invariant_sees_a_payment_before_the_signature(moved_clock):
    project = drafted_contract(moved_clock).project
    tranche = Tranche(
        project=project, thread=project.thread, number=1, percent=50, amount=Decimal(100), condition="on_signing"
    )
    tranche = open_record(tranche, by=None)
    changes = {"approved_by": officer_of_project(project), "paid_by": make_staff(Role.FINANCE), "voucher": "记-0"}
    tranche = take_step(tranche, "fall_due", by=None, may=always)
    assert refusal(approve_tranche, tranche, by=officer_of_project(project)).code == "payment-frozen"
    for step in ("approve", "pay"):
        tranche = take_step(tranche, step, by=None, may=always, changes=changes)
    assert [row.split()[0] for row in invariants.paid_without_signature()] == [project.number]


def test_each_desk_names_what_waits(moved_clock):
    def tasks(user, role):
        return [(str(each.task), each.uuid) for each in waiting(user, clock.now()) if each.role == role]

    tranche = make.due_tranche(moved_clock)
    project, officer, finance = tranche.project, officer_of_project(tranche.project), make_staff(Role.FINANCE)
    unit, keeper = make_institution_officer(project.institution), make.bookkeeper_of(project)
    assert tasks(officer, Role.OFFICER) == [("Approve the payment", tranche.uuid)]
    assert tasks(make_staff(Role.OFFICER, "NS"), Role.OFFICER) == []
    tranche = approve_tranche(tranche, by=officer)
    assert (tasks(officer, Role.OFFICER), tasks(finance, Role.FINANCE)) == ([], [("Pay the tranche", tranche.uuid)])
    due = next(each.due_at for each in waiting(finance, clock.now()))
    assert due == clock.local_day(tranche.approved_at) + timedelta(days=30)
    tranche = pay_tranche(tranche, by=finance, voucher="记-4", appropriation_number="x")
    assert tasks(unit, Role.INSTITUTION) == [("Confirm the receipt", tranche.uuid)]
    assert [each.url for each in watching(leader_of(project), clock.now())] == [f"/records/tranches/{tranche.uuid}/"]
    confirm_receipt(tranche, by=unit)
    entered = make.entered_expenditure(project, by=keeper)
    assert tasks(unit, Role.INSTITUTION) == [("Verify the expenditure", entered.uuid)]
    assert [each.uuid for each in waiting(keeper, clock.now())] == [], "one does not verify what one entered"


def test_the_archive_gets_payments_and_final_accounts(moved_clock):
    verified = make.verified_expenditure(moved_clock)
    project = verified.project
    parts = {each.code: each for each in ARCHIVED}
    assert [code for code, part in parts.items() if part.is_due(project)] == ["60-payments", "61-final-accounts"]
    documents = [document for part in parts.values() for document in part.documents(project)]
    assert [each.name for each in documents] == ["payments.pdf", "final-accounts.pdf"]
    lines = documents[1].content.blocks[3].rows
    spent = {(source, category): money for source, category, _approved, money, _left in lines}
    assert spent[("Granted funds", "Operating costs")] == "12,345.60"
    assert sorted(set(spent.values())) == ["0.00", "12,345.60"]
    from core.documents import render_pdf

    assert all(render_pdf(each.content).startswith(b"%PDF") for each in documents)
    assert plain(documents[0].made_at) <= plain(clock.now())
    idle = running_project(moved_clock)
    assert [part.code for part in parts.values() if part.is_due(idle)] == []


def test_expenditures_of_others_are_not_seen(moved_clock):
    from funding.spending.queries import visible_expenditures
    from funding.tranches.queries import visible_tranches

    verified = make.verified_expenditure(moved_clock)
    stranger = make_member()
    assert not visible_expenditures(stranger).exists() and not visible_tranches(stranger).exists()
    for user in (leader_of(verified.project), make.bookkeeper_of(verified.project), make_staff(Role.AUDITOR)):
        assert visible_expenditures(user).get() == verified
        assert visible_tranches(user).count() == 3
    assert Expenditure.objects.count() == 1
