"""Change requests of every kind: asked, agreed, granted and applied; refusals and the way out."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.models import Membership
from accounts.roles import Role
from accounts.services import add_membership, write_standing
from core import checkpoints, clock
from core.models import LedgerEntry
from projects.applications.rules import Line
from projects.changes.queries import visible_changes
from projects.changes.services import (
    agree_to_change,
    grant_change,
    open_change,
    refuse_change,
    submit_change,
    withdraw_change,
    write_change,
)
from projects.changes.tables import Wanted
from projects.contracts.services import suspend_project
from projects.desk import waiting
from projects.screening.models import Engagement
from tests.factories import changes as make
from tests.factories import contracts as make_contracts
from tests.factories.accounts import make_member, make_staff
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project
from tests.projects.test_path_to_issue import refusal

pytestmark = pytest.mark.django_db
OFFICE = ZoneInfo("Asia/Shanghai")


def test_only_the_leader_opens_and_one_of_a_kind_at_a_time(moved_clock):
    change = make.opened_change(moved_clock)
    project, leader = change.project, leader_of(change.project)
    assert (change.state, change.number, change.thread) == ("draft", "BG-2026-YYJC-0001", project.thread)
    verdict = refusal(open_change, project, change_kind="period", grounds=make.GROUNDS, by=leader)
    assert (verdict.code, verdict.facts["number"]) == ("change-pending", change.number)
    for user in (make_member(), institution_officer_of(project), officer_of_project(project)):
        assert refusal(open_change, project, change_kind="content", grounds=make.GROUNDS, by=user).kind == "who"
    withdraw_change(change, by=leader)
    assert open_change(project, change_kind="period", grounds=make.GROUNDS, by=leader).state == "draft"


def test_an_extension_is_granted_and_moves_the_day_of_acceptance(moved_clock):
    change = make.submitted_change(moved_clock)
    project = change.project
    leader, unit, officer = leader_of(project), institution_officer_of(project), officer_of_project(project)
    assert refusal(agree_to_change, change, by=officer).kind == "who"
    change = agree_to_change(change, by=unit)
    assert change.state == "awaiting_authority"
    for user in (leader, unit, make_staff(Role.OFFICER, "NS"), make_staff(Role.LEADER)):
        assert refusal(grant_change, change, by=user).kind == "who"
    change = grant_change(change, by=officer, answer="同意延期半年。")
    project.refresh_from_db()
    assert project.ends_on == date(2029, 6, 30)
    assert (change.state, change.before, change.decided_by) == ("granted", {"ends_on": "2028-12-31"}, officer)
    assert Engagement.objects.get(application=project.application, closed_at=None).due_on == date(2029, 12, 30)
    entry = LedgerEntry.objects.get(kind="change", step="grant")
    assert (entry.facts["before"], entry.facts["wanted"]) == ({"ends_on": "2028-12-31"}, {"ends_on": "2029-06-30"})
    again = make.opened_change(moved_clock, project=project)
    assert (
        refusal(write_change, again, by=leader, grounds=make.GROUNDS, wanted=Wanted(ends_on=date(2029, 12, 1))).code
        == "extension-used"
    )
    assert checkpoints.verify().breaches == []


def test_an_extension_is_asked_for_in_time_but_may_be_decided_later(moved_clock):
    change = make.opened_change(moved_clock)
    leader = leader_of(change.project)
    change = write_change(change, by=leader, grounds=make.GROUNDS, wanted=make.LATER)
    moved_clock(datetime(2028, 10, 1, 9, tzinfo=OFFICE))
    verdict = refusal(submit_change, change, by=leader)
    assert (verdict.kind, verdict.code, verdict.facts["last"]) == ("when", "extension-too-late", date(2028, 9, 30))
    moved_clock(datetime(2028, 9, 30, 9, tzinfo=OFFICE))
    change = submit_change(change, by=leader)
    moved_clock(datetime(2028, 11, 15, 9, tzinfo=OFFICE))
    change = agree_to_change(change, by=institution_officer_of(change.project))
    assert grant_change(change, by=officer_of_project(change.project)).state == "granted"


def test_nothing_is_submitted_without_something_wanted_and_grounds(moved_clock):
    change = make.opened_change(moved_clock)
    leader = leader_of(change.project)
    assert refusal(submit_change, change, by=leader).code == "change-empty"
    change = write_change(change, by=leader, grounds="设备延迟", wanted=make.LATER)
    assert refusal(submit_change, change, by=leader).code == "change-without-grounds"
    change = make.write_change(change, by=leader, grounds=make.GROUNDS, wanted=make.LATER)
    change = submit_change(change, by=leader)
    late = refusal(write_change, change, by=leader, grounds=make.GROUNDS, wanted=make.LATER)
    assert late.code == "change-not-draft"


def budget(**amounts):
    own = [Line("self_raised", "business", D(400000))]
    return Wanted(lines=(*(Line("granted", category, D(amount)) for category, amount in amounts.items()), *own))


def test_money_is_moved_by_the_institutions_consent(moved_clock):
    """The matrix leaves moves inside the direct costs to the institution (policy)."""
    change = make.opened_change(moved_clock, "budget")
    contract, leader = change.project.contract, leader_of(change.project)
    wrong = {
        "budget-not-granted-sum": budget(equipment=150000, business=270000, labour=120000, indirect="60000.01"),
        "indirect-raised": budget(equipment=140000, business=270000, labour=120000, indirect=70000),
        "change-empty": budget(equipment=150000, business=270000, labour=120000, indirect=60000),
    }
    for code, wanted in wrong.items():
        assert refusal(write_change, change, by=leader, grounds=make.GROUNDS, wanted=wanted).code == code
    right = budget(equipment=100000, business=330000, labour=120000, indirect=50000)
    change = submit_change(write_change(change, by=leader, grounds=make.GROUNDS, wanted=right), by=leader)
    unit = institution_officer_of(change.project)
    assert refusal(refuse_change, change, by=officer_of_project(change.project), reason="不同意").kind == "who"
    change = agree_to_change(change, by=unit)
    amounts = {(x.source, x.category): x.amount for x in contract.budget.all()}
    assert amounts == {(x.source, x.category): x.amount for x in right.lines}
    assert (change.state, change.decided_by) == ("granted", unit)
    assert ["granted", "indirect", "60000.00"] in change.before["lines"]
    steps = LedgerEntry.objects.filter(kind="change", record=change.uuid).order_by("seq").values_list("step", flat=True)
    assert list(steps) == ["open", "submit", "agree", "grant"]


def test_a_new_leader_is_a_member_within_the_limits_and_leads_from_then_on(moved_clock):
    change = make.opened_change(moved_clock, "principal_investigator")
    project, former = change.project, leader_of(change.project)
    successor, outsider = make_member(project.institution), make_member()

    def wanted(user):
        return Wanted(person=str(user.person.uuid), person_name=user.person.name)

    def refused(user):
        return refusal(write_change, change, by=former, grounds=make.GROUNDS, wanted=wanted(user)).code

    assert refused(outsider) == "not-of-the-institution"
    assert refused(former) == "already-leads"
    write_standing(
        score=D(50), band="D", person=successor.person, sanctioned_until=clock.today() + timedelta(days=9),
        sanction_document="江科监〔2026〕3号",
    )  # fmt: skip
    assert refused(successor) == "sanctioned"
    write_standing(score=D(95), band="A", person=successor.person)
    change = write_change(change, by=former, grounds=make.GROUNDS, wanted=wanted(successor))
    change = agree_to_change(submit_change(change, by=former), by=institution_officer_of(project))
    officer = officer_of_project(project)
    Membership.objects.filter(person=successor.person).update(until=clock.today() - timedelta(days=1))
    assert refusal(grant_change, change, by=officer).code == "not-of-the-institution", "asked again under the lock"
    Membership.objects.filter(person=successor.person).update(until=None)
    change = grant_change(change, by=officer)
    project.refresh_from_db()
    assert project.principal_investigator == successor.person
    assert change.before["person_name"] == former.person.name
    rows = Engagement.objects.filter(application=project.application, closed_at=None)
    assert set(rows.values_list("person", "is_lead", "kind")) == {
        (former.person_id, False, "project"), (successor.person_id, True, "project"),
    }  # fmt: skip
    assert refusal(open_change, project, change_kind="period", grounds=make.GROUNDS, by=former).kind == "who"
    assert open_change(project, change_kind="period", grounds=make.GROUNDS, by=successor).state == "draft"


def test_a_granted_change_of_content_is_in_the_contract(moved_clock):
    text = "改用光学引伸计与数字图像相关方法测量应变，其余技术路线不变。"
    change = make.agreed_change(moved_clock, "content", Wanted(texts={"content.route": text}))
    contract = change.project.contract
    old = contract.content["sections"]["content"]["route"]
    change = grant_change(change, by=officer_of_project(change.project))
    contract.refresh_from_db()
    assert contract.content["sections"]["content"]["route"] == text
    assert change.before == {"texts": {"content.route": old}}
    assert contract.content["sections"]["content"]["content"] != text


def test_a_suspended_project_can_be_terminated_and_nothing_else(moved_clock):
    project = make_contracts.running_project(moved_clock)
    officer, leader = officer_of_project(project), leader_of(project)
    project = suspend_project(project, by=officer, reason="单位搬迁")
    verdict = refusal(open_change, project, change_kind="period", grounds=make.GROUNDS, by=leader)
    assert (verdict.kind, verdict.code) == ("when", "project-not-running")
    change = make.agreed_change(moved_clock, "termination", Wanted(), project)
    change = grant_change(change, by=officer, answer="同意终止。")
    project.refresh_from_db()
    assert (change.state, project.state) == ("granted", "terminated")
    assert not Engagement.objects.filter(application=project.application, closed_at=None).exists()


def test_institution_and_officer_refuse_with_a_reason_and_nothing_changes(moved_clock):
    project = make_contracts.running_project(moved_clock)
    unit, officer = institution_officer_of(project), officer_of_project(project)
    change = make.submitted_change(moved_clock, project=project)
    change = refuse_change(change, by=unit, reason="延期理由不充分")
    assert (change.state, change.answer, change.decided_by) == ("refused", "延期理由不充分", unit)
    change = make.agreed_change(moved_clock, project=project)
    assert refusal(refuse_change, change, by=unit, reason="延期理由不充分").kind == "who"
    change = refuse_change(change, by=officer, reason="指标已可按期完成")
    project.refresh_from_db()
    assert (change.state, change.decided_by, project.ends_on) == ("refused", officer, date(2028, 12, 31))


def test_four_eyes_and_withdrawal_before_the_decision(moved_clock):
    change = make.submitted_change(moved_clock)
    leader = leader_of(change.project)
    add_membership(leader.person, change.project.institution, "officer")
    leader.__dict__.pop("_memberships", None)
    assert refusal(agree_to_change, change, by=leader).code == "own-change"
    assert refusal(withdraw_change, change, by=institution_officer_of(change.project)).kind == "who"
    change = withdraw_change(change, by=leader)
    assert change.state == "withdrawn"
    assert refusal(withdraw_change, change, by=leader).code == "wrong-state"


def test_who_sees_a_request_and_on_whose_desk_it_is(moved_clock):
    project = make_contracts.running_project(moved_clock)
    leader, unit, officer = leader_of(project), institution_officer_of(project), officer_of_project(project)

    def on_desk():
        with translation.override("en"):
            found = {who: [str(line.task) for line in waiting(who, clock.now())] for who in (leader, unit, officer)}
        return {who: tasks for who, tasks in found.items() if tasks}

    def seen():
        users = (leader, unit, officer, make_member(), make_member(project.institution))
        return [visible_changes(user).exists() for user in users]

    change = make.opened_change(moved_clock, project=project)
    assert (on_desk(), seen()) == ({leader: ["Finish the change request"]}, [True, False, False, False, False])
    change = submit_change(write_change(change, by=leader, grounds=make.GROUNDS, wanted=make.LATER), by=leader)
    assert (on_desk(), seen()) == ({unit: ["Agree to the change"]}, [True, True, True, False, False])
    agree_to_change(change, by=unit)
    assert on_desk() == {officer: ["Decide on the change"]}
