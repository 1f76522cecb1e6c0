"""From the issued decision to the running project: drawing up, signing by three, refusals on the way."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from accounts.models import RoleGrant
from accounts.roles import Role
from accounts.services import add_membership
from core import checkpoints, clock
from core.models import LedgerEntry, Notification
from core.verdict import Refused
from projects.applications.rules import Line
from projects.contracts import services
from projects.contracts.models import Contract, MoneySummary, Project
from projects.contracts.queries import visible_contracts, visible_projects
from projects.contracts.services import (
    countersign_contract,
    draw_up_contract,
    lapse_contract,
    send_back_contract,
    set_contract_budget,
    sign_contract,
    submit_contract,
)
from projects.desk import waiting, watching
from projects.screening.models import Engagement
from tests.factories import contracts as make
from tests.factories import projects as make_projects
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.projects.test_path_to_issue import refusal

pytestmark = pytest.mark.django_db


def budget_of(contract):
    return {(line.source, line.category): line.amount for line in contract.budget.all()}


def test_the_issue_draws_up_project_and_contract_from_the_application(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project, application = contract.project, contract.project.application
    assert (project.state, project.number, contract.state, contract.number) == (
        "contracting", "XM-2026-YYJC-0001", "draft", "RW-2026-YYJC-0001",
    )  # fmt: skip
    assert (project.granted, project.self_raised, contract.granted) == (D(600000), D(400000), D(600000))
    assert project.thread == contract.thread == application.thread
    assert (project.title, project.starts_on, project.ends_on) == (
        application.title, application.starts_on, application.ends_on,
    )  # fmt: skip
    assert contract.due_on == clock.today() + timedelta(days=30)
    assert budget_of(contract) == {
        ("granted", "equipment"): D(150000), ("granted", "business"): D(270000), ("granted", "labour"): D(120000),
        ("granted", "indirect"): D(60000), ("self_raised", "business"): D(400000),
    }  # fmt: skip
    fields = ("position", "category", "name", "comparison", "existing", "midterm", "target", "unit", "method")
    assert list(contract.indicators.values(*fields)) == list(application.indicators.values(*fields))
    assert [(t.number, t.percent, t.amount, t.condition) for t in contract.planned_tranches.all()] == [
        (1, 50, D(300000), "on_signing"), (2, 30, D(180000), "after_midterm"), (3, 20, D(120000), "after_acceptance"),
    ]  # fmt: skip
    assert contract.content["sections"]["content"] == application.sections.get(key="content").content
    assert contract.content["receipt"] == application.snapshots.get().receipt_number
    engagement = Engagement.objects.get(application=application, closed_at=None)
    assert (engagement.kind, str(engagement.due_on)) == ("project", "2029-06-30")
    told = Notification.objects.filter(address=f"/records/contracts/{contract.uuid}/")
    assert make.leader_of(project) in {each.to for each in told}


def test_every_issued_item_gets_its_contract_and_none_gets_two(moved_clock):
    decision = make_projects.issued_decision(moved_clock, count=2)
    assert Contract.objects.count() == 2
    assert sorted(Project.objects.values_list("number", flat=True)) == ["XM-2026-YYJC-0001", "XM-2026-YYJC-0002"]
    assert refusal(draw_up_contract, decision.items.first(), by=None).code == "already-contracted"


def test_before_the_issue_no_contract_is_drawn_up():
    decision = make_projects.deliberated_decision()
    assert refusal(draw_up_contract, decision.items.get(), by=None).code == "item-not-issued"


def test_three_sign_and_the_project_starts_with_the_last_signature(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project, leader = contract.project, make.leader_of(contract.project)
    unit, stranger = make.institution_officer_of(project), make_member()
    for user in (stranger, unit, make.officer_of_project(project)):
        assert refusal(submit_contract, contract, by=user).kind == "who"
    contract = submit_contract(contract, by=leader)
    for user in (leader, stranger, make_institution_officer(make_member().person.memberships.get().institution)):
        assert refusal(sign_contract, contract, by=user).kind == "who"
    contract = sign_contract(contract, by=unit)
    for user in (leader, unit, make.officer_of_project(project)):
        assert refusal(countersign_contract, contract, by=user).code == "not-yours"
    authority = make_staff(Role.LEADER)
    contract = countersign_contract(contract, by=authority)
    project.refresh_from_db()
    assert (contract.state, contract.institution_signed_by, contract.signed_by) == ("signed", unit, authority)
    assert (project.state, project.started_at is not None) == ("active", True)
    steps = LedgerEntry.objects.filter(thread=project.thread, kind__in=["project", "contract"]).order_by("id")
    assert [(each.kind, each.step) for each in steps] == [
        ("project", "open"), ("contract", "open"), ("contract", "submit"), ("contract", "sign"),
        ("contract", "countersign"), ("project", "start"),
    ]  # fmt: skip
    assert checkpoints.verify().breaches == []


def test_a_leader_who_is_officer_of_the_institution_does_not_sign_for_it(moved_clock):
    contract = make.drafted_contract(moved_clock)
    leader = make.leader_of(contract.project)
    contract = submit_contract(contract, by=leader)
    add_membership(leader.person, contract.project.institution, "officer")
    leader.__dict__.pop("_memberships", None)
    assert refusal(sign_contract, contract, by=leader).code == "own-contract"


def test_whoever_signed_for_the_institution_does_not_sign_for_the_authority(moved_clock):
    contract = make.drafted_contract(moved_clock)
    contract = submit_contract(contract, by=make.leader_of(contract.project))
    unit = make.institution_officer_of(contract.project)
    contract = sign_contract(contract, by=unit)
    RoleGrant.objects.create(user=unit, role=Role.LEADER, granted_at=clock.now())
    unit.__dict__.pop("_grants", None)
    assert refusal(countersign_contract, contract, by=unit).code == "same-person"
    with pytest.raises(IntegrityError, match="contract_by_two_persons"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(signed_by=unit)


def rebuilt(contract, **amounts):
    lines = {f"{x.source}_{x.category}": x for x in contract.budget.all()}
    return [Line(x.source, x.category, D(amounts.get(key, x.amount))) for key, x in lines.items()]


def test_the_leader_rebuilds_the_budget_within_the_rule(moved_clock):
    contract = make.drafted_contract(moved_clock)
    leader = make.leader_of(contract.project)
    wrong = refusal(set_contract_budget, contract, rebuilt(contract, granted_labour="120000.01"), by=leader)
    assert (wrong.code, wrong.facts["planned"], wrong.facts["granted"]) == (
        "budget-not-granted-sum", D("600000.01"), D(600000),
    )  # fmt: skip
    assert budget_of(contract)["granted", "labour"] == D(120000)
    right = rebuilt(contract, granted_labour="130000.50", granted_business="259999.50")
    assert refusal(set_contract_budget, contract, right, by=make_member()).kind == "who"
    set_contract_budget(contract, right, by=leader)
    assert budget_of(contract)["granted", "labour"] == D("130000.50")
    contract = submit_contract(contract, by=leader)
    assert refusal(set_contract_budget, contract, right, by=leader).code == "contract-not-draft"


def test_who_has_the_contract_may_return_it_and_signatures_are_void(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project, leader = contract.project, make.leader_of(contract.project)
    unit, authority = make.institution_officer_of(project), make_staff(Role.LEADER)
    contract = submit_contract(contract, by=leader)
    assert refusal(send_back_contract, contract, by=authority, reason="预算需调整").kind == "who"
    contract = send_back_contract(contract, by=unit, reason="预算需调整")
    assert (contract.state, contract.submitted_at) == ("draft", None)
    contract = sign_contract(submit_contract(contract, by=leader), by=unit)
    assert refusal(send_back_contract, contract, by=unit, reason="预算需调整").kind == "who"
    contract = send_back_contract(contract, by=authority, reason="设备费偏高")
    assert (contract.state, contract.institution_signed_by, contract.institution_signed_at) == ("draft", None, None)


def test_an_unsigned_contract_lapses_after_its_day_only_and_frees_the_team(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project = contract.project
    officer = make.officer_of_project(project)
    moved_clock(clock.now() + timedelta(days=30))
    assert refusal(lapse_contract, contract, by=officer, reason="逾期未签").code == "signing-not-overdue"
    moved_clock(clock.now() + timedelta(days=1))
    assert refusal(lapse_contract, contract, by=make.leader_of(project), reason="逾期未签").kind == "who"
    assert [w.number for w in waiting(officer, clock.now()) if w.collection == "contracts"] == [contract.number]
    contract = lapse_contract(contract, by=officer, reason="逾期未签")
    project.refresh_from_db()
    assert (contract.state, project.state, project.ended_at is not None) == ("lapsed", "lapsed", True)
    assert not Engagement.objects.filter(application=project.application, closed_at=None).exists()
    assert refusal(submit_contract, contract, by=make.leader_of(project)).code == "wrong-state"


def test_the_officer_orders_rectification_suspends_and_resumes_with_reasons(moved_clock):
    project = make.running_project(moved_clock)
    officer, leader = make.officer_of_project(project), make.leader_of(project)
    assert refusal(services.suspend_project, project, by=leader, reason="暂停").kind == "who"
    project = services.order_rectification(project, by=officer, reason="进度滞后")
    assert (project.state, project.rectify_by) == ("rectifying", clock.today() + timedelta(days=60))
    project = services.confirm_rectification(project, by=officer, reason="整改到位")
    assert (project.state, project.rectify_by) == ("active", None)
    project = services.suspend_project(project, by=officer, reason="单位搬迁")
    project = services.resume_project(project, by=officer, reason="恢复条件")
    assert project.state == "active"
    reasons = (
        LedgerEntry.objects.filter(kind="project", record=project.uuid).order_by("seq").values_list("reason", flat=True)
    )
    assert list(reasons)[-4:] == ["进度滞后", "整改到位", "单位搬迁", "恢复条件"]


@pytest.mark.parametrize("step", ["start", "lapse", "enter_acceptance", "leave_acceptance", "pass", "conclude", "fail", "archive"])  # fmt: skip
def test_steps_that_follow_from_other_records_are_taken_by_nobody(step, moved_clock):
    from core.records import kind_of

    project = make.drafted_contract(moved_clock).project
    action = kind_of(project).steps[step]
    for user in (make.officer_of_project(project), make.leader_of(project), make_staff(Role.LEADER)):
        assert action.may(user, project, clock.now()).kind == "who"
        with pytest.raises(Refused):
            action.do(project, by=user)
    project.refresh_from_db()
    assert project.state == "contracting"


@pytest.mark.parametrize(("conclusion", "state"), [("pass", "passed"), ("conclude", "concluded"), ("fail", "failed")])
def test_acceptance_ends_the_project_and_the_archive_closes_it(conclusion, state, moved_clock):
    project = services.begin_acceptance(make.running_project(moved_clock))
    project = services.begin_acceptance(services.leave_acceptance(project, reason="材料退回"))
    project = services.end_acceptance(project, conclusion, certificate_number="江科验〔2029〕1号")
    assert (project.state, project.certificate_number) == (state, "江科验〔2029〕1号")
    assert not Engagement.objects.filter(application=project.application, closed_at=None).exists()
    project = services.archive_project(project)
    assert (project.state, project.archived_at is not None) == ("archived", True)
    with pytest.raises(ValueError, match="does not end"):
        services.end_acceptance(project, "archive")


def test_a_project_is_terminated_on_the_word_of_its_officer_only(moved_clock):
    project = make.running_project(moved_clock)
    leader, officer = make.leader_of(project), make.officer_of_project(project)
    assert refusal(services.terminate_project, project, by=leader, reason="不再继续").kind == "who"
    project = services.terminate_project(project, by=officer, reason="技术路线已无意义")
    entry = LedgerEntry.objects.get(kind="project", record=project.uuid, step="terminate")
    assert (project.state, entry.actor, entry.facts["ordered_by"]) == ("terminated", "system", officer.display_name())


def test_the_money_in_sum_is_written_over(moved_clock):
    project = make.running_project(moved_clock)
    for paid, spent in ((D(300000), D(0)), (D(300000), D("125000.50"))):
        services.write_money_summary(project, granted_paid=paid, granted_spent=spent, self_raised_spent=D(1))
    summary = MoneySummary.objects.get(project=project)
    assert (summary.granted_paid, summary.granted_spent, summary.self_raised_spent) == (D(300000), D("125000.50"), D(1))


def test_who_sees_a_project_and_its_contract(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project = contract.project
    finance = make_member(project.institution, "finance")
    sees = {
        make.leader_of(project): True,
        make.institution_officer_of(project): True,
        finance: True,
        make.officer_of_project(project): True,
        make_staff(Role.AUDITOR): True,
        make_staff(Role.OFFICER, "NS"): False,
        make_member(project.institution): False,
        make_member(): False,
    }
    found = {user: visible_projects(user).filter(pk=project.pk).exists() for user in sees}
    assert found == sees
    assert {user: visible_contracts(user).filter(pk=contract.pk).exists() for user in sees} == sees
    assert list(visible_projects(None)) == []


def test_desks_say_who_has_the_contract(moved_clock):
    contract = make.drafted_contract(moved_clock)
    project, leader = contract.project, make.leader_of(contract.project)
    unit, authority = make.institution_officer_of(project), make_staff(Role.LEADER)

    def on_desk():
        rows = {who: waiting(who, clock.now()) for who in (leader, unit, authority)}
        return [who for who, lines in rows.items() if any(line.number == contract.number for line in lines)]

    assert on_desk() == [leader]
    contract = submit_contract(contract, by=leader)
    assert on_desk() == [unit]
    assert [line.title for line in watching(leader, clock.now()) if "contracts" in line.url] == [project.title]
    contract = sign_contract(contract, by=unit)
    assert on_desk() == [authority]
    countersign_contract(contract, by=authority)
    assert on_desk() == []
