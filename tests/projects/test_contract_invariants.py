"""Every invariant of contracts holds after a walk, and sees the breach that it is there for."""

from decimal import Decimal as D

import pytest

from projects import invariants
from projects.changes.services import grant_change
from projects.changes.tables import Wanted
from projects.contracts.models import Contract, ContractBudgetLine, ContractIndicator, PlannedTranche, Project
from projects.screening.models import Engagement
from tests.factories import changes as make_changes
from tests.factories import contracts as make
from tests.factories.accounts import make_member
from tests.factories.contracts import officer_of_project

pytestmark = pytest.mark.django_db


def breaches():
    return {each.code: list(each.rows()) for each in invariants.INVARIANTS if list(each.rows())}


def test_they_hold_from_the_draft_to_a_granted_change(moved_clock):
    make.drafted_contract(moved_clock)
    assert breaches() == {}
    project = make.running_project(moved_clock)
    successor = make_member(project.institution)
    wanted = Wanted(person=str(successor.person.uuid), person_name=successor.person.name)
    change = make_changes.agreed_change(moved_clock, "principal_investigator", wanted, project)
    grant_change(change, by=officer_of_project(project))
    change = make_changes.agreed_change(moved_clock, project=Project.objects.get(pk=project.pk))
    grant_change(change, by=officer_of_project(project))
    assert breaches() == {}


@pytest.mark.parametrize(
    ("code", "breach"),
    [
        ("budget-is-granted", lambda: ContractBudgetLine.objects.filter(category="labour").update(amount=D("120000.01"))),
        ("budget-is-granted", lambda: ContractBudgetLine.objects.all().delete()),
        ("tranches-are-granted", lambda: PlannedTranche.objects.filter(number=3).delete()),
        ("indicators-unchanged", lambda: ContractIndicator.objects.filter(position=1).update(target=D(290000))),
        ("indicators-unchanged", lambda: ContractIndicator.objects.filter(position=2).delete()),
        ("leader-is-engaged", lambda: Engagement.objects.update(is_lead=False)),
    ],
)  # fmt: skip
def test_each_sees_its_breach(code, breach, moved_clock):
    contract = make.drafted_contract(moved_clock)
    breach()
    found = breaches()
    assert set(found) == {code}
    number = contract.project.number if code == "leader-is-engaged" else contract.number
    assert all(row.startswith(number) for row in found[code])


def test_a_project_that_runs_without_a_signature_is_seen(moved_clock, owner_connection):
    from django.db import connection

    contract = make.drafted_contract(moved_clock)
    project = contract.project
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{project.uuid}:start"])
        cursor.execute("UPDATE projects_project SET state = 'active' WHERE id = %s", [project.pk])
    assert breaches() == {"runs-when-signed": [f"{project.number} active draft"]}
    assert Contract.objects.get().state == "draft"
