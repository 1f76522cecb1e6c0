"""Contracts and running projects for tests; every state is reached by the real steps.

``move(instant)`` moves the clock past the public notice (the fixture ``moved_clock``); fields go to ``issued_decision``.
"""

from __future__ import annotations

from accounts.roles import Role
from projects.contracts.models import Contract
from projects.contracts.services import countersign_contract, sign_contract, submit_contract
from tests.factories.accounts import make_institution_officer, make_staff
from tests.factories.projects import issued_decision


def drafted_contract(move, **fields):
    """The contract that the issue of a decision drew up: 600,000 of the 800,000 yuan asked for, 400,000 self-raised;
    signed by nobody yet. Its project is ``contract.project``."""
    decision = issued_decision(move, **fields)
    return Contract.objects.get(project__decision_item=decision.items.first())


def leader_of(project):
    """The user who leads the project."""
    return project.principal_investigator.user


def officer_of_project(project):
    """The officer of the bureau who manages the project's programme."""
    return project.call.opened_by


def institution_officer_of(project):
    """A (new) officer of the project's institution who does not lead it."""
    return make_institution_officer(project.institution)


def signed_contract(move, **fields):
    """A contract signed by its leader, its institution and the authority; the project runs."""
    contract = drafted_contract(move, **fields)
    contract = submit_contract(contract, by=leader_of(contract.project))
    contract = sign_contract(contract, by=institution_officer_of(contract.project))
    return countersign_contract(contract, by=make_staff(Role.LEADER))


def running_project(move, **fields):
    """A project whose contract is signed: state ``active``, 1 January 2027 to 31 December 2028."""
    project = signed_contract(move, **fields).project
    project.refresh_from_db()
    return project
