"""Contracts on their pages: rebuild, sign by three, see the money."""

import pytest

from accounts.roles import Role
from tests.factories import contracts as make
from tests.factories.accounts import make_member, make_staff
from tests.frontend.test_pages import key_in, signed_in

pytestmark = pytest.mark.django_db


def post(client, address, **fields):
    return client.post(address, {"request_key": key_in(client.get(address)), **fields})


def test_a_contract_is_rebuilt_and_signed_by_three_on_its_page(moved_clock):
    contract = make.drafted_contract(moved_clock)
    base = f"/records/contracts/{contract.uuid}/"
    leader = signed_in(make.leader_of(contract.project))
    page = leader.get(f"{base}edit/budget/").content.decode()
    assert 'name="granted-labour" value="120000.00"' in page
    assert "must add up to 600,000.00 yuan" in page and "must add up to 400,000.00 yuan" in page
    cells = {
        "granted-equipment": "150000", "granted-business": "269999.99", "granted-labour": "120000.01",
        "granted-indirect": "60000", "self_raised-business": "400000",
    }  # fmt: skip
    wrong = post(leader, f"{base}edit/budget/", **cells | {"granted-labour": "120000.02"})
    assert wrong.status_code == 422
    assert "add up to 600,000.01" in wrong.content.decode().replace("600000.01", "600,000.01")
    assert 'value="120000.02"' in wrong.content.decode(), "what was typed is kept"
    assert post(leader, f"{base}edit/budget/", **cells).status_code == 302
    unit, authority = make.institution_officer_of(contract.project), make_staff(Role.LEADER)
    for user, step, role, task in (
        (make.leader_of(contract.project), "submit", "applicant", "Rebuild the budget and sign the contract"),
        (unit, "sign", "institution", "Sign the contract"),
        (authority, "countersign", "leader", "Countersign the contract"),
    ):
        client = signed_in(user)
        assert task in client.get(f"/desk/?role={role}", follow=True).content.decode()
        assert post(client, f"{base}steps/{step}/").status_code == 302, step
    project = signed_in(unit).get(f"/records/projects/{contract.project.uuid}/").content.decode()
    for words in ("Running", "Planned tranches", "300,000.00", "120,000.01", "Project started"):
        assert words in project, words
    assert signed_in(make_member()).get(base).status_code == 404
    assert signed_in(authority).get("/records/projects/").status_code == 200


def test_lists_of_projects_and_contracts_ask_no_more_for_three_rows(moved_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    auditor = make_staff(Role.AUDITOR)

    def queries(address):
        client = signed_in(auditor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/records/projects/", "/records/contracts/")
    make.drafted_contract(moved_clock)
    one = [queries(each) for each in addresses]
    make.drafted_contract(moved_clock, count=2)
    assert [queries(each) for each in addresses] == one
    assert max(one) <= 14
