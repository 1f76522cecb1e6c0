"""Whoever leads a project does not decide on it for the bureau, whatever role he or she holds there."""

from decimal import Decimal

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services import grant_role
from core.verdict import Refused
from funding.tranches.services import approve_tranche
from projects.acceptance.services import conclude_acceptance, order_rectification, review_acceptance
from projects.changes.services import grant_change
from projects.contracts.services import countersign_contract, sign_contract, submit_contract
from projects.midterm.services import assess_report
from tests.factories import changes, closing, funding, reports
from tests.factories.contracts import drafted_contract, institution_officer_of, leader_of

pytestmark = pytest.mark.django_db
OPINION = "研究进展符合任务书进度安排，经费使用规范。"


def leader_as(role, project):
    """The project's leader, who holds this role of the bureau too."""
    user = User.objects.get(pk=leader_of(project).pk)
    grant_role(user, role, by=None, department=project.programme.department if role == Role.OFFICER else None)
    return User.objects.get(pk=user.pk)


def refused(action, record, *, by, **fields):
    with pytest.raises(Refused) as raised:
        action(record, by=by, **fields)
    return raised.value.verdict.kind, raised.value.verdict.code


OWN = ("who", "own-project")


def test_an_officer_does_not_judge_the_own_project(moved_clock):
    report = reports.endorsed_report(moved_clock)
    by = leader_as(Role.OFFICER, report.project)
    assert refused(assess_report, report, by=by, grade="qualified", opinion=OPINION) == OWN


def test_an_officer_does_not_review_the_own_acceptance(moved_clock):
    acceptance = closing.acceptance_under_review(moved_clock)
    by = leader_as(Role.OFFICER, acceptance.project)
    said = {"score": Decimal(90), "suggested": "pass", "opinion": OPINION}
    assert refused(review_acceptance, acceptance, by=by, **said) == OWN
    assert refused(order_rectification, acceptance, by=by, reason="补充检测报告。") == OWN


def test_a_leader_of_the_bureau_does_not_conclude_the_own_acceptance(moved_clock):
    acceptance = closing.reviewed_acceptance(moved_clock)
    by = leader_as(Role.LEADER, acceptance.project)
    assert refused(conclude_acceptance, acceptance, by=by, conclusion="pass") == OWN


def test_an_officer_does_not_grant_the_own_change(moved_clock):
    change = changes.agreed_change(moved_clock)
    assert refused(grant_change, change, by=leader_as(Role.OFFICER, change.project)) == OWN


def test_a_leader_of_the_bureau_does_not_countersign_the_own_contract(moved_clock):
    contract = drafted_contract(moved_clock)
    contract = submit_contract(contract, by=leader_of(contract.project))
    contract = sign_contract(contract, by=institution_officer_of(contract.project))
    assert refused(countersign_contract, contract, by=leader_as(Role.LEADER, contract.project)) == OWN


def test_an_officer_does_not_approve_a_payment_to_the_own_project(moved_clock):
    tranche = funding.due_tranche(moved_clock)
    assert refused(approve_tranche, tranche, by=leader_as(Role.OFFICER, tranche.project)) == OWN
