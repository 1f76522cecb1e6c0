"""What a budget line has committed: suggested at the release, approved at the issue, free again when it lapses."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.roles import Role
from projects.acceptance.services import conclude_acceptance
from projects.contracts.services import lapse_contract, terminate_project
from projects.decisions.permissions import list_is_right
from projects.decisions.services import propose_decision, set_item
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
    from core import clock

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
