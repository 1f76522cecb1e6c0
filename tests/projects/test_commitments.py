"""What a budget line has committed: suggested at the release, approved at the issue, free again when it lapses."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from core import clock
from projects.acceptance.services import conclude_acceptance
from projects.contracts.services import lapse_contract, terminate_project
from projects.decisions.permissions import list_is_right
from projects.decisions.services import (
    candidates,
    close_notice,
    deliberate_decision,
    file_objection,
    issue_decision,
    propose_decision,
    publish_notice,
    set_item,
    take_up_objection,
    uphold_objection,
)
from tests.factories import closing
from tests.factories import projects as make
from tests.factories.accounts import make_staff
from tests.factories.contracts import drafted_contract, officer_of_project, running_project

pytestmark = pytest.mark.django_db


def line_of(project):
    line = project.decision_item.decision.appropriation
    line.refresh_from_db()
    return line


def test_the_approved_amount_takes_the_place_of_the_suggested_one(moved_clock):
    decision = make.drafted_decision()
    line = decision.appropriation
    line.refresh_from_db()
    assert line.committed == Decimal(800_000), "set aside by the release"
    contract = drafted_contract(moved_clock)
    assert line_of(contract.project).committed == contract.granted == Decimal(600_000)


def test_a_lapsed_contract_and_an_unpaid_termination_free_the_money(moved_clock):
    contract = drafted_contract(moved_clock)
    moved_clock_to(moved_clock, contract)
    lapse_contract(contract, by=officer_of_project(contract.project), reason="逾期未签订任务书。")
    assert line_of(contract.project).committed == 0
    project = running_project(moved_clock)
    terminate_project(project, by=officer_of_project(project), reason="负责人调离，单位申请终止。")
    assert line_of(project).committed == 0


def moved_clock_to(move, contract):
    move(clock.now() + timedelta(days=(contract.due_on - clock.today()).days + 2))


def test_a_list_is_held_against_what_is_left_not_against_the_whole_line():
    decision = make.drafted_decision()
    line = decision.appropriation
    officer = decision.call.opened_by
    item = decision.items.get()
    set_item(item, by=officer, verdict="fund", approved_amount=item.suggested_amount)
    line.committed = line.amount  # other projects took the rest; this one's money is set aside within it
    line.save(update_fields=["committed"])
    decision.refresh_from_db()
    assert propose_decision(decision, by=officer).state == "proposed"
    item.pool_entry.appropriation = make.appropriation(decision.call.programme)  # set aside on another line
    item.pool_entry.save(update_fields=["appropriation"])
    decision = type(decision).objects.get(pk=decision.pk)
    assert list_is_right(decision).code == "decision-above-money"


@pytest.mark.parametrize("conclusion", ["conclude", "fail"])
def test_what_an_acceptance_without_a_pass_leaves_unpaid_is_free_again(conclusion, moved_clock):
    """No further tranche can be paid then (funding/tranches/rules.py), so nothing stays committed for it."""
    acceptance = closing.reviewed_acceptance(moved_clock, suggested=conclusion)
    assert line_of(acceptance.project).committed == Decimal(600_000)
    conclude_acceptance(acceptance, by=make_staff(Role.LEADER), conclusion=conclusion)
    assert line_of(acceptance.project).committed == 0


def test_rejected_and_lost_items_free_their_money_and_come_into_no_other_list(moved_clock):
    decision = make.drafted_decision(count=3)
    line, officer = decision.appropriation, decision.call.opened_by
    first, second, third = decision.items.all()
    for item in (first, second):
        set_item(item, by=officer, verdict="fund", approved_amount=Decimal(600_000))
    set_item(third, by=officer, verdict="reject")
    assert candidates(decision.call) == [], "an application stands on one list at a time"
    propose_decision(decision, by=officer)
    leader = make_staff(Role.LEADER)
    deliberated = deliberate_decision(decision, by=leader, minutes_number="局办纪〔2026〕12号")
    notice = publish_notice(deliberated.notice, by=officer)
    grounds = "该项目与本公司已获资助的项目内容重复，附合同编号。"
    filed = file_objection(
        notice, item=second.application.uuid, objector_name="江汉某公司", objector_contact="027-5", grounds=grounds
    )
    integrity = make_staff(Role.INTEGRITY)
    uphold_objection(take_up_objection(filed, by=integrity), by=integrity, answer="经查属实。")
    moved_clock(clock.now() + timedelta(days=12))
    close_notice(notice, by=officer)
    issue_decision(type(decision).objects.get(pk=decision.pk), by=leader, document_number="江科计〔2026〕17号")
    line.refresh_from_db()
    assert line.committed == Decimal(600_000), "one funded; the lost and the rejected one are free"
    assert candidates(decision.call) == []
