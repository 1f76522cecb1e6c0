"""The end of a project through the pages: acceptance applied for and concluded, the archive checked and sealed."""

import io
import zipfile

import pytest

from accounts.roles import Role
from core import clock
from projects.acceptance.models import Acceptance
from projects.archive.models import ArchiveFile
from projects.archive.package import verify_package
from tests.factories import closing
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.contracts import leader_of, officer_of_project, running_project
from tests.frontend.test_pages import key_in, signed_in

pytestmark = pytest.mark.django_db
CELLS = {
    "summary": "项目按任务书完成全部研究内容。",
    "actual-1": "312000",
    "evidence-1": "检测报告",
    "actual-2": "1.4",
    "evidence-2": "检测报告",
    "achievement-1-kind": "paper",
    "achievement-1-title": "高熵合金疲劳寿命的组织耦合模型",
    "achievement-1-reference": "力学学报",
    "achievement-1-made_on": "2028-03-01",
}


def sent(client, address, **fields):
    return client.post(address, {**fields, "request_key": key_in(client.get(address))})


def desk(user, role=""):
    return signed_in(user).get(f"/desk/?role={role}", follow=True).content.decode()


def test_from_the_application_for_acceptance_to_the_sealed_package(moved_clock):
    project = running_project(moved_clock)
    leader, unit = signed_in(leader_of(project)), make_institution_officer(project.institution)
    officer, chief, archivist = officer_of_project(project), make_staff(Role.LEADER), make_staff(Role.ARCHIVIST)
    assert "/records/acceptances/new/?project=" in leader.get(f"/records/projects/{project.uuid}/").content.decode()
    assert sent(leader, "/records/acceptances/new/", project=project.uuid).status_code == 302
    acceptance = Acceptance.objects.get()
    base = f"/records/acceptances/{acceptance.uuid}/"
    assert "Finish the acceptance" in desk(leader_of(project))
    early = sent(leader, f"{base}steps/submit/")
    assert early.status_code == 422 and "Write the summary first" in early.content.decode()
    wrong = sent(leader, f"{base}edit/write/", **{**CELLS, "actual-1": "显著提高"})
    assert wrong.status_code == 422 and "显著提高" in wrong.content.decode()
    half = sent(leader, f"{base}edit/write/", **{**CELLS, "achievement-1-kind": ""})
    assert half.status_code == 422 and "empty the row" in half.content.decode()
    assert sent(leader, f"{base}edit/write/", **CELLS).status_code == 302
    shown = leader.get(f"{base}edit/write/").content.decode()
    assert 'value="312000"' in shown and "高熵合金疲劳寿命的组织耦合模型" in shown
    assert sent(leader, f"{base}steps/submit/").status_code == 302

    assert "Endorse the acceptance" in desk(unit, "institution")
    assert sent(signed_in(unit), f"{base}steps/endorse/").status_code == 302
    assert "Record the experts" in desk(officer)
    opinion = {"score": "88.5", "suggested": "pass", "opinion": "专家组认为项目完成了全部研究内容。"}
    assert sent(signed_in(officer), f"{base}steps/review/", **opinion).status_code == 302
    assert opinion["opinion"] not in leader.get(base).content.decode(), "the opinion is for the staff until the end"
    assert "Give the conclusion" in desk(chief)
    assert sent(signed_in(chief), f"{base}steps/conclude/", conclusion="pass").status_code == 302
    assert opinion["opinion"] in leader.get(base).content.decode()

    closing.evaluated(project)
    archive = ArchiveFile.objects.get()
    home = f"/records/archives/{archive.uuid}/"
    keeper = signed_in(archivist)
    assert "Check the archive file" in desk(archivist)
    assert signed_in(make_member()).get(home).status_code == 404
    assert leader.get(home).status_code == 200
    assert leader.get(f"{home}edit/grow/").status_code == 200
    assert leader.post(f"{home}edit/grow/", {"request_key": "x"}).status_code == 403
    assert sent(keeper, f"{home}edit/grow/").status_code == 302
    assert sent(keeper, f"{home}edit/check/").status_code == 302
    page = keeper.get(home).content.decode()
    assert "No virus scanner is configured" in page and "10-application-01.pdf" in page
    assert sent(keeper, f"{home}steps/check/").status_code == 302
    assert sent(keeper, f"{home}steps/reopen/", reason="补充附件").status_code == 302
    assert sent(keeper, f"{home}steps/check/").status_code == 302
    assert "Seal the archive" in desk(archivist)
    assert sent(keeper, f"{home}steps/seal/").status_code == 302
    archive.refresh_from_db()
    download = leader.get(f"/files/archives/{archive.uuid}/{archive.package.sha256}/")
    package = b"".join(download.streaming_content)
    assert verify_package(package) == [] and zipfile.ZipFile(io.BytesIO(package)).testzip() is None
    item = archive.items.first()
    assert leader.get(f"/files/archives/{archive.uuid}/{item.file.sha256}/").status_code == 404
    assert keeper.get(f"/files/archives/{archive.uuid}/{item.file.sha256}/").status_code == 200


def test_a_failed_run_keeps_its_findings_on_the_page_and_the_step_says_why(moved_clock, monkeypatch):
    from tests.projects.test_archive import part_that_is_due

    archive = closing.finished_project(moved_clock).archive
    part_that_is_due(monkeypatch)
    keeper = signed_in(make_staff(Role.ARCHIVIST))
    home = f"/records/archives/{archive.uuid}/"
    refused = sent(keeper, f"{home}steps/check/")
    assert refused.status_code == 422 and "专项审计报告: Due, but missing" in refused.content.decode()
    assert not archive.check_rows.exists(), "a refused step takes its rows back with it"
    assert sent(keeper, f"{home}edit/check/").status_code == 302
    assert archive.check_rows.filter(passed=False).count() == 1
    assert "专项审计报告: Due, but missing" in keeper.get(home).content.decode()


def test_the_desk_reminds_the_leader_near_the_end(moved_clock):
    project = running_project(moved_clock)
    leader = leader_of(project)
    assert "Apply for acceptance" not in desk(leader)
    moved_clock(clock.now().replace(year=2028, month=11, day=1))
    found = desk(leader)
    assert "Apply for acceptance" in found and f"/records/acceptances/new/?project={project.uuid}" in found
    assert "2029-06-30" in found
