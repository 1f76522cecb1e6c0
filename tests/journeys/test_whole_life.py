"""From the call to the sealed archive, once through the pages and once through the API, in both kinds of programme."""

import pytest

from core.checkpoints import seal, verify
from core.management.commands.check_invariants import Command as CheckInvariants
from tests.journeys.drivers import Api, Pages
from tests.journeys.life import Life

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.mark.parametrize("driver", [Pages, Api])
@pytest.mark.parametrize("pool_gate", ["after_acceptance", "after_review"])
def test_from_the_call_to_the_archive(driver, pool_gate, moved_clock):
    life = Life(driver(), moved_clock, code="YYJC", pool_gate=pool_gate)
    life.set_up_experts()
    life.publish_call()
    life.apply()
    life.endorse_and_check()
    life.enter_budget_line()
    if pool_gate == "after_acceptance":
        life.admit_and_release()
    life.review()
    if pool_gate == "after_review":
        life.admit_and_release()
    life.decide()
    life.notice_and_objection()
    life.sign_contracts()
    life.pay_first_tranche()
    life.spend()
    life.midterm()
    life.change()
    life.accept_the_project()
    life.evaluate()
    life.record_credit()
    life.seal()
    life.public_page()
    life.audit()
    ledger_is_unbroken()


def ledger_is_unbroken():
    """Sealed, verified here and by the verifier that needs only the standard library."""
    seal()
    found = verify()
    assert found and found.unsealed == 0, found.breaches
    CheckInvariants().handle()
