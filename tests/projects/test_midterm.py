"""Reports from opening to assessment, and what a poor grade does to the project."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.roles import Role
from accounts.services import add_membership
from core import clock
from core.models import LedgerEntry
from projects.contracts.services import order_rectification, suspend_project, write_money_summary
from projects.desk import waiting
from projects.midterm.models import Report
from projects.midterm.queries import midterm_is_qualified, visible_reports
from projects.midterm.services import (
    Reached,
    assess_report,
    endorse_report,
    open_report,
    send_back_report,
    submit_report,
    write_report,
)
from tests.factories import contracts as make_contracts
from tests.factories import reports as make
from tests.factories.accounts import make_member, make_staff
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project
from tests.projects.test_path_to_issue import refusal

pytestmark = pytest.mark.django_db
OPINION = "进展明显滞后，限期整改。"


def test_leader_or_officer_opens_one_report_of_a_kind_a_year(moved_clock):
    project = make_contracts.running_project(moved_clock)
    leader, officer = leader_of(project), officer_of_project(project)
    report = open_report(project, report_kind="midterm", year=2027, by=leader)
    assert (report.state, report.due_on, report.thread) == ("draft", date(2028, 1, 1), project.thread)
    verdict = refusal(open_report, project, report_kind="midterm", year=2027, by=officer)
    assert (verdict.kind, verdict.code, verdict.facts["year"]) == ("what", "report-exists", "2027")
    annual = open_report(project, report_kind="annual", year=2027, by=officer)
    assert annual.due_on == date(2028, 1, 15)
    assert refusal(open_report, project, report_kind="annual", year=2031, by=leader).code == "report-year-outside"
    for user in (make_member(), institution_officer_of(project), make_staff(Role.OFFICER, "NS")):
        assert refusal(open_report, project, report_kind="annual", year=2028, by=user).kind == "who"
    project = suspend_project(project, by=officer, reason="单位搬迁")
    assert refusal(open_report, project, report_kind="annual", year=2028, by=leader).code == "project-not-running"
    with pytest.raises(IntegrityError, match="report_once_a_year"), transaction.atomic():
        Report.objects.filter(pk=annual.pk).update(report_kind="midterm")


def test_a_report_is_whole_before_it_is_submitted(moved_clock):
    report = make.opened_report(moved_clock)
    leader = leader_of(report.project)
    assert refusal(submit_report, report, by=leader).code == "text-missing"
    half = {1: make.REACHED[1], 2: Reached(None, "未检测")}
    report = write_report(report, by=leader, progress="按计划进行。", problems="无", reached=half)
    assert refusal(submit_report, report, by=leader).code == "text-too-short"
    report = write_report(report, by=leader, progress=make.PROGRESS, problems=make.PROBLEMS, reached=half)
    verdict = refusal(submit_report, report, by=leader)
    assert (verdict.code, verdict.facts["name"]) == ("indicator-value-missing", "插入损耗")
    report = write_report(report, by=leader, progress=make.PROGRESS, problems=make.PROBLEMS, reached=make.REACHED)
    assert refusal(submit_report, report, by=make_member()).kind == "who"
    report = submit_report(report, by=leader)
    assert report.state == "awaiting_endorsement"
    again = refusal(write_report, report, by=leader, progress="", problems="", reached={})
    assert (again.code, report.values.count()) == ("report-not-draft", 2)


def test_four_eyes_and_the_way_back(moved_clock):
    report = make.written_report(moved_clock)
    project = report.project
    leader, unit, officer = leader_of(project), institution_officer_of(project), officer_of_project(project)
    report = submit_report(report, by=leader)
    add_membership(leader.person, project.institution, "officer")
    leader.__dict__.pop("_memberships", None)
    assert refusal(endorse_report, report, by=leader).code == "own-report"
    assert refusal(send_back_report, report, by=officer, reason="数据不全").kind == "who"
    report = send_back_report(report, by=unit, reason="数据不全")
    assert (report.state, report.submitted_at) == ("draft", None)
    report = endorse_report(submit_report(report, by=leader), by=unit)
    assert refusal(send_back_report, report, by=unit, reason="数据不全").kind == "who"
    report = send_back_report(report, by=officer, reason="缺少证明材料")
    assert (report.state, report.endorsed_at) == ("draft", None)
    assert refusal(assess_report, report, by=officer, grade="qualified", opinion=OPINION).code == "wrong-state"


@pytest.mark.parametrize(
    ("grade", "state", "qualified"),
    [
        ("excellent", "active", True),
        ("qualified", "active", True),
        ("basic", "rectifying", False),
        ("unqualified", "suspended", False),
    ],
)
def test_the_grade_decides_what_happens_to_the_project(grade, state, qualified, moved_clock):
    report = make.endorsed_report(moved_clock)
    project = report.project
    write_money_summary(project, granted_paid=D(300000), granted_spent=D(125000), self_raised_spent=D(0))
    for user in (leader_of(project), institution_officer_of(project), make_staff(Role.LEADER)):
        assert refusal(assess_report, report, by=user, grade=grade, opinion=OPINION).kind == "who"
    report = assess_report(report, by=officer_of_project(project), grade=grade, opinion=OPINION)
    project.refresh_from_db()
    assert (report.state, report.grade, project.state) == ("assessed", grade, state)
    assert (report.approved_rate, report.arrived_rate) == (D("0.2083"), D("0.4167"))
    assert (project.rectify_by is not None) is (state == "rectifying")
    assert midterm_is_qualified(project) is qualified
    last = LedgerEntry.objects.filter(kind="project", record=project.uuid).order_by("-seq").first()
    assert last.reason == ("" if state == "active" else OPINION)


def test_a_poor_grade_on_a_project_that_is_already_rectified_leaves_it_there(moved_clock):
    report = make.endorsed_report(moved_clock)
    project = order_rectification(report.project, by=officer_of_project(report.project), reason="进度滞后")
    assess_report(report, by=officer_of_project(project), grade="basic", opinion=OPINION)
    project.refresh_from_db()
    assert project.state == "rectifying"


def test_a_consequence_that_fails_takes_the_assessment_with_it(moved_clock, monkeypatch):
    report = make.endorsed_report(moved_clock)

    def broken(*_args, **_kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("projects.midterm.services.suspend_project", broken)
    officer = officer_of_project(report.project)
    with pytest.raises(RuntimeError), transaction.atomic():
        assess_report(report, by=officer, grade="unqualified", opinion=OPINION)
    report.refresh_from_db()
    assert (report.state, report.grade) == ("under_assessment", "")


def test_who_sees_a_report_and_on_whose_desk_it_is(moved_clock):
    project = make_contracts.running_project(moved_clock)
    leader, unit, officer = leader_of(project), institution_officer_of(project), officer_of_project(project)

    def on_desk():
        with translation.override("en"):
            found = {who: [str(line.task) for line in waiting(who, clock.now())] for who in (leader, unit, officer)}
        return {who: tasks for who, tasks in found.items() if tasks}

    assert on_desk() == {}
    moved_clock(clock.now().replace(year=2028, month=1, day=2))
    assert on_desk() == {leader: ["Open the mid-term report"]}
    report = make.written_report(moved_clock, project)
    assert on_desk() == {leader: ["Write the mid-term report"]}
    report = submit_report(report, by=leader)
    assert on_desk() == {unit: ["Endorse the report"]}
    report = endorse_report(report, by=unit)
    assert on_desk() == {officer: ["Assess the report"]}
    sees = {leader: True, unit: True, officer: True, make_member(): False, make_member(project.institution): False}
    assert {user: visible_reports(user).filter(pk=report.pk).exists() for user in sees} == sees
