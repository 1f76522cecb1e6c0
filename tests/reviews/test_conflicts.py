"""Pairs: every kind of relation is seen, in the real tables, and what is found is kept once."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from accounts.services import add_membership, end_membership
from core import clock
from experts.roster.services import admit_expert, propose_expert
from experts.ties.services import note_tie
from projects.applications.models import Avoidance
from reviews.conflicts.models import Finding, Pair
from reviews.conflicts.services import examine_pair, reference_day
from tests.factories.accounts import make_institution, make_person, make_staff
from tests.factories.projects import accepted_application, published_call, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return accepted_application()


@pytest.fixture
def expert():
    officer = make_staff(Role.OFFICER)
    return admit_expert(propose_expert(make_person("严修平"), by=officer, disciplines=["材料"]), by=officer)


def rules_of(expert, application):
    pair = examine_pair(expert, application)
    return pair.clear, sorted(pair.findings.values_list("rule", flat=True))


def test_a_stranger_is_clear(expert, application):
    assert rules_of(expert, application) == (True, [])


def test_the_same_legal_person_blocks_and_stops_blocking_24_months_after_leaving(expert, application):
    membership = add_membership(expert.person, application.institution)
    assert rules_of(expert, application) == (False, ["same-institution"])
    reference = reference_day(application)
    end_membership(membership, on=date(reference.year - 2, reference.month, 1) - timedelta(days=1))
    assert rules_of(expert, application)[0] is True
    assert Finding.objects.count() == 1, "what was found is kept"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("kind", "years_ago", "clear"), [("kin", 30, False), ("coauthor", 2, False), ("coauthor", 4, True)]
)
def test_ties_count_in_both_directions_inside_their_window(kind, years_ago, clear, turned, expert, application):
    leader = application.principal_investigator
    until = clock.today() - timedelta(days=365 * years_ago)
    first, second = (leader, expert.person) if turned else (expert.person, leader)
    note_tie(first, kind, other=second, until=until, evidence="合作论文1篇")
    assert rules_of(expert, application)[0] is clear


def test_shares_in_a_unit_of_the_team_block(expert, application):
    note_tie(expert.person, "equity", institution=application.institution, evidence="持股5%")
    assert rules_of(expert, application) == (False, ["equity"])


@pytest.mark.parametrize(
    ("person_name", "institution_name", "clear"),
    [
        ("严修平", "", False),
        ("严 修平", "", False),
        ("别人", "", True),
        ("", "竞争单位", False),
        ("别人", "竞争单位", True),
    ],
)
def test_whom_the_applicant_names_is_avoided(person_name, institution_name, clear, expert, application):
    add_membership(expert.person, make_institution("竞争单位"))
    Avoidance.objects.create(
        application=application, position=1, person_name=person_name, institution_name=institution_name
    )
    assert rules_of(expert, application)[0] is clear


def test_an_applicant_of_the_same_call_is_out_and_the_leader_himself(application):
    officer = make_staff(Role.OFFICER)
    rival = submitted(application.call)
    other_call = submitted(published_call())
    experts = [
        admit_expert(propose_expert(each.principal_investigator, by=officer, disciplines=["材料"]), by=officer)
        for each in (application, rival, other_call)
    ]
    found = [rules_of(each, application) for each in experts]
    assert found == [(False, ["same-institution", "self"]), (False, ["same-call"]), (True, [])]


def test_a_dismissed_finding_stays_dismissed(expert, application):
    add_membership(expert.person, application.institution)
    pair = examine_pair(expert, application)
    officer = make_staff(Role.OFFICER)
    Finding.objects.filter(pair=pair).update(
        stands=False, decided_by=officer, decided_at=clock.now(), reason="同名单位，非同一法人。"
    )
    assert examine_pair(expert, application).clear is True
    assert Pair.objects.count() == 1
