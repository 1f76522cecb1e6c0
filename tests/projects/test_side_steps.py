"""Roads beside the main one: sent back, put on hold, renewed, removed, withdrawn, declined."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from core import clock
from core.calendar import add_months
from core.verdict import Refused
from projects.calls.services import close_call, withdraw_call
from projects.decisions.services import (
    decline_objection,
    file_objection,
    propose_decision,
    send_back_decision,
    set_item,
)
from projects.pool.services import exit_entry, hold_entry, refuse_admission, renew_entry, resume_entry
from projects.screening.services import send_back_application
from tests.factories import projects as make
from tests.factories.accounts import make_institution_officer, make_staff

pytestmark = pytest.mark.django_db


def code_of(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict.code


def test_the_institution_sends_an_application_back_with_a_reason():
    application = make.submitted()
    officer = make_institution_officer(application.institution)
    back = send_back_application(application, by=officer, reason="请补充合作协议。")
    assert (back.state, back.number is not None) == ("draft", True)


def test_a_call_is_closed_after_its_last_deadline_only_or_withdrawn(moved_clock):
    call = make.published_call()
    assert code_of(close_call, call, by=call.opened_by) == "call-still-open"
    other = make.published_call()
    assert withdraw_call(other, by=other.opened_by, reason="方向调整。").state == "withdrawn"
    moved_clock(call.institution_closes_at + timedelta(minutes=1))
    assert close_call(call, by=call.opened_by).state == "closed"


def test_leaders_send_a_list_back_and_it_can_be_proposed_again():
    decision = make.drafted_decision()
    officer = decision.call.opened_by
    set_item(decision.items.get(), by=officer, verdict="fund", approved_amount=Decimal(500_000))
    propose_decision(decision, by=officer)
    back = send_back_decision(decision, by=make_staff(Role.LEADER), reason="请说明金额测算依据。")
    assert (back.state, back.proposed_by) == ("draft", None)
    assert propose_decision(back, by=officer).state == "proposed"


def test_an_objection_can_be_declined_with_an_answer():
    notice = make.on_notice()
    objection = file_objection(
        notice,
        item=notice.decision.items.get().application.uuid,
        objector_name="江汉某公司",
        objector_contact="027-55555555",
        grounds="该项目与本公司已获资助的项目内容重复，附合同编号。",
    )
    declined = decline_objection(objection, by=make_staff(Role.INTEGRITY), answer="未提供可核实的材料，不予受理。")
    assert declined.state == "declined"


def test_a_pool_entry_is_held_resumed_renewed_once_and_removed_with_a_code():
    entry = make.pooled()
    officer = entry.application.call.opened_by
    assert hold_entry(entry, by=officer, reason="等待政策调整。").state == "on_hold"
    back = resume_entry(entry, by=officer)
    until = back.valid_until
    renewed = renew_entry(back, by=officer)
    assert (renewed.valid_until, renewed.renewals) == (add_months(until, 12), 1)
    assert code_of(renew_entry, renewed, by=officer) == "renewals-used"
    gone = exit_entry(renewed, by=officer, exit_code="obsolete", reason="方向已不再支持。")
    assert (gone.state, gone.exit_code) == ("exited", "obsolete")


def test_an_entry_can_be_refused_admission():
    entry = make.accepted_application().pool_entry
    refused = refuse_admission(entry, by=entry.application.call.opened_by, reason="成熟度不足。")
    assert (refused.state, refused.exit_code) == ("exited", "not_admitted")
    assert clock.now() >= refused.exited_at
