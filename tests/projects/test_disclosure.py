"""What the public may read of a funded project, and what never appears."""

import pytest
from django.test import Client

from projects.contracts.services import lapse_project, suspend_project
from tests.factories import closing
from tests.factories import projects as make
from tests.factories.contracts import drafted_contract, officer_of_project, running_project

pytestmark = pytest.mark.django_db
ALWAYS = {"id", "number", "title", "programme", "institution", "leader", "amount", "starts_on", "ends_on", "state"}


def page(project):
    return Client(headers={"accept-language": "en"}).get(f"/funded/{project.uuid}/")


def told(project):
    """What the API tells of the project."""
    answer = Client(headers={"accept-language": "en"}).get("/api/v1/disclosure/").json()
    return next((each for each in answer["projects"] if each["id"] == str(project.uuid)), None)


def test_a_passed_project_tells_its_conclusion_and_achievements_and_nothing_else(moved_clock):
    project = closing.accepted_project(moved_clock)
    found = told(project)
    assert set(found) == ALWAYS | {"conclusion", "achievements"}
    assert (found["state"], found["conclusion"], found["amount"]) == ("Passed", "Passed", "600000.00")
    assert [set(row) for row in found["achievements"]] == [{"kind", "title", "reference", "made_on"}] * 2
    text = page(project).content.decode()
    for word in (project.title, project.number, project.institution.name, "高熵合金疲劳寿命的组织耦合模型", "Conclusion of the acceptance"):  # fmt: skip
        assert word in text, word
    acceptance = project.acceptance
    for secret in (acceptance.opinion, acceptance.summary, str(acceptance.score), project.certificate_number, "400,000"):  # fmt: skip
        assert secret not in text and secret not in str(found), secret


def test_before_the_conclusion_nothing_of_the_acceptance_appears(moved_clock):
    project = closing.reviewed_acceptance(moved_clock).project
    assert project.achievements.exists()
    assert set(told(project)) == ALWAYS
    text = page(project).content.decode()
    assert "高熵合金疲劳寿命的组织耦合模型" not in text and "Conclusion" not in text


def test_a_suspension_is_told_as_running(moved_clock):
    project = running_project(moved_clock)
    suspend_project(project, by=officer_of_project(project), reason="经费使用正在核查")
    assert told(project)["state"] == "Running"
    assert "核查" not in page(project).content.decode()


def test_what_was_not_issued_or_has_lapsed_never_appears(moved_clock):
    notice = make.on_notice()
    client = Client(headers={"accept-language": "en"})
    answer = client.get("/api/v1/disclosure/").json()
    assert (answer["projects"], answer["funded"]) == ([], [])
    assert notice.items[0]["title"] not in client.get("/funded/").content.decode()
    project = drafted_contract(moved_clock).project
    assert page(project).status_code == 200 and told(project)["state"] == "Contract being signed"
    assert f"/funded/{project.uuid}/" in client.get("/funded/").content.decode()
    lapse_project(project, reason="逾期未签订任务书")
    assert page(project).status_code == 404 and told(project) is None
    assert project.title not in client.get("/funded/").content.decode()
    assert client.get("/api/v1/disclosure/").json()["funded"] == []


def test_an_address_of_another_record_is_404(moved_clock):
    project = running_project(moved_clock)
    assert Client().get(f"/funded/{project.application.uuid}/").status_code == 404


def test_lists_of_the_public_ask_no_more_for_two_than_for_one(moved_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        return len(captured)

    addresses = ("/funded/", "/api/v1/disclosure/")
    closing.accepted_project(moved_clock)
    one = [queries(address) for address in addresses]
    closing.accepted_project(moved_clock)
    assert [queries(address) for address in addresses] == one
