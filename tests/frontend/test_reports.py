"""A report on its pages and through the API: opened from the project, written, endorsed, assessed."""

import pytest

from accounts.roles import Role
from projects.midterm.models import Report
from tests.api.test_records import client_of
from tests.factories import contracts as make
from tests.factories import reports
from tests.factories.accounts import make_member, make_staff
from tests.frontend.test_contracts import post
from tests.frontend.test_pages import signed_in

pytestmark = pytest.mark.django_db


def test_a_report_is_opened_from_its_project_written_and_assessed_on_its_pages(moved_clock):
    project = make.running_project(moved_clock)
    leader, unit = signed_in(make.leader_of(project)), signed_in(make.institution_officer_of(project))
    officer = signed_in(make.officer_of_project(project))
    opening = f"/records/reports/new/?project={project.uuid}"
    assert f'href="{opening}"' in leader.get(f"/records/projects/{project.uuid}/").content.decode()
    assert f'href="{opening}"' not in unit.get(f"/records/projects/{project.uuid}/").content.decode()
    page = leader.get(opening).content.decode()
    assert f'<option value="{project.uuid}" selected' in page
    fields = {"project": project.uuid, "report_kind": "midterm", "year": "2027"}
    assert post(leader, "/records/reports/new/", **fields).status_code == 302
    report = Report.objects.get()
    again = post(leader, "/records/reports/new/", **fields)
    assert (again.status_code, "already a Mid-term report for 2027" in again.content.decode()) == (422, True)
    base = f"/records/reports/{report.uuid}/"
    cells = {
        "progress": reports.PROGRESS, "problems": reports.PROBLEMS, "value-1": "210000", "evidence-1": "检测报告",
        "value-2": "2.2", "evidence-2": "",
    }  # fmt: skip
    wrong = post(leader, f"{base}edit/write/", **cells | {"value-2": "显著提高"})
    assert (wrong.status_code, "显著提高" in wrong.content.decode()) == (422, True)
    assert post(leader, f"{base}edit/write/", **cells).status_code == 302
    assert 'name="value-1" value="210000.0000"' in leader.get(f"{base}edit/write/").content.decode()
    assert post(leader, f"{base}steps/submit/").status_code == 302
    assert post(unit, f"{base}steps/endorse/").status_code == 302
    assessed = post(officer, f"{base}steps/assess/", grade="basic", opinion="进度滞后，限期整改。")
    assert assessed.status_code == 302
    shown = leader.get(base).content.decode()
    for words in ("Met", "Not met", "70.0 %", "Basically qualified (rectify)"):
        assert words in shown, words
    assert "To be rectified" in leader.get(f"/records/projects/{project.uuid}/").content.decode()
    assert signed_in(make_member()).get(base).status_code == 404


def test_a_report_is_written_and_assessed_through_the_api(moved_clock):
    project = make.running_project(moved_clock)
    leader, unit = client_of(make.leader_of(project)), client_of(make.institution_officer_of(project))
    officer, stranger = client_of(make.officer_of_project(project)), client_of(make_member())
    fields = {"project": str(project.uuid), "report_kind": "midterm", "year": 2027}
    assert stranger.post("/api/v1/reports/", fields, format="json").status_code == 422
    opened = leader.post("/api/v1/reports/", fields, format="json")
    assert opened.status_code == 201
    base = f"/api/v1/reports/{opened.json()['id']}/"
    assert stranger.get(base).status_code == 404
    early = leader.post(f"{base}steps/submit/", {}, format="json")
    assert (early.status_code, early.json()["code"]) == (422, "text-missing")
    cells = {"progress": reports.PROGRESS, "problems": reports.PROBLEMS, "value-1": "210000", "value-2": "1.9"}
    assert unit.put(f"{base}write/", cells, format="json").status_code == 403
    written = leader.put(f"{base}write/", cells, format="json").json()
    assert [row["actual"] for row in written["tables"]["values"]] == ["210000.0000", "1.9000"]
    steps = [
        (leader, "submit", {}),
        (unit, "send_back", {"reason": "缺少证明材料"}),
        (leader, "submit", {}),
        (unit, "endorse", {}),
        (officer, "assess", {"grade": "excellent", "opinion": "进展突出，同意继续实施。"}),
    ]
    states = [client.post(f"{base}steps/{s}/", body, format="json").json()["state"] for client, s, body in steps]
    assert states == ["awaiting_endorsement", "draft", "awaiting_endorsement", "under_assessment", "assessed"]


def test_the_list_of_reports_asks_no_more_for_three_rows(moved_clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    auditor = make_staff(Role.AUDITOR)

    def queries():
        client = signed_in(auditor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/records/reports/").status_code == 200
        return len(captured)

    report = reports.opened_report(moved_clock)
    one = queries()
    for year in (2027, 2028):
        reports.opened_report(moved_clock, report.project, report_kind="annual", year=year)
    assert queries() == one <= 14
