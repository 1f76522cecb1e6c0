"""Acceptance, by the services: each refusal on the way, and what each step leaves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.models import RoleGrant
from accounts.roles import Role
from core import clock
from core.models import LedgerEntry, Notification
from core.verdict import Refused
from projects.acceptance.models import Acceptance
from projects.acceptance.services import (
    conclude_acceptance,
    endorse_acceptance,
    open_acceptance,
    order_rectification,
    resubmit_acceptance,
    review_acceptance,
    send_back_acceptance,
    submit_acceptance,
    write_acceptance,
)
from projects.acceptance.tables import Brought, Value
from projects.contracts.models import Project
from projects.screening.models import Engagement
from tests.factories import closing, reports
from tests.factories.accounts import make_member, make_staff
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project, running_project

pytestmark = pytest.mark.django_db
OPINION = "专家组认为项目完成了任务书规定的研究内容。"


@pytest.fixture(autouse=True)
def _in_chinese():
    """Words of refusals are read in Chinese here, whatever language the test before left behind."""
    with translation.override("zh-hans"):
        yield


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


def reviewed(acceptance, **fields):
    given = {"score": Decimal("85"), "suggested": "pass", "opinion": OPINION, **fields}
    return review_acceptance(acceptance, by=officer_of_project(acceptance.project), **given)


def test_the_leader_opens_one_acceptance_due_six_months_after_the_end(moved_clock):
    project = running_project(moved_clock)
    assert refusal(open_acceptance, project, by=make_member(project.institution)).kind == "who"
    acceptance = open_acceptance(project, by=leader_of(project))
    assert (acceptance.number, acceptance.due_on) == (f"YS-{project.number}", date(2029, 6, 30))
    assert acceptance.thread == project.thread
    verdict = refusal(open_acceptance, project, by=leader_of(project))
    assert (verdict.kind, verdict.code) == ("when", "acceptance-exists")
    assert Project.objects.get(pk=project.pk).state == "active", "the project runs on until the institution endorses"


def test_only_what_is_whole_is_submitted(moved_clock):
    project = running_project(moved_clock)
    leader = leader_of(project)
    acceptance = open_acceptance(project, by=leader)
    assert refusal(submit_acceptance, acceptance, by=leader).code == "summary-missing"
    write = {"by": leader, "summary": "完成", "achievements": []}
    acceptance = write_acceptance(acceptance, values=[Value(1, Decimal(300000)), Value(2, None)], **write)
    verdict = refusal(submit_acceptance, acceptance, by=leader)
    assert (verdict.code, verdict.facts) == ("values-missing", {"names": "插入损耗"})
    acceptance = write_acceptance(
        acceptance, values=[Value(1, Decimal(300000)), Value(2, Decimal("1.5"), "检测报告")], **write
    )
    assert refusal(submit_acceptance, acceptance, by=make_member(project.institution)).kind == "who"
    taken = submit_acceptance(acceptance, by=leader)
    assert taken.state == "awaiting_endorsement"
    entry = LedgerEntry.objects.get(kind="acceptance", step="submit")
    assert entry.facts == {"late_days": 0, "indicators": 2, "met": 2}
    assert refusal(write_acceptance, taken, values=[], **write).code == "acceptance-not-editable"
    assert refusal(write_acceptance, taken, values=[], **{**write, "by": make_member()}).kind == "who"


def test_writing_again_replaces_values_and_achievements(moved_clock):
    acceptance = closing.written_acceptance(moved_clock)
    acceptance = write_acceptance(
        acceptance,
        by=leader_of(acceptance.project),
        summary="再写",
        values=[Value(1, Decimal(1))],
        achievements=[Brought("patent", "一种试验装置", "ZL2028", None)],
    )
    assert list(acceptance.values.values_list("indicator__position", "actual")) == [(1, Decimal(1))]
    assert list(acceptance.project.achievements.values_list("kind", "title")) == [("patent", "一种试验装置")]


def test_once_its_day_has_passed_the_midterm_report_must_be_assessed(moved_clock):
    project = running_project(moved_clock)
    moved_clock(clock.now().replace(year=2028, month=2, day=1))
    leader = leader_of(project)
    acceptance = open_acceptance(project, by=leader)
    values = [Value(place, value) for place, value in enumerate(closing.MET, 1)]
    write_acceptance(acceptance, by=leader, summary="完成", values=values, achievements=[])
    verdict = refusal(submit_acceptance, acceptance, by=leader)
    assert (verdict.kind, verdict.code) == ("when", "midterm-not-assessed")
    reports.assessed_report(moved_clock, project)
    assert submit_acceptance(acceptance, by=leader).state == "awaiting_endorsement"


def test_four_eyes_the_leader_does_not_endorse_for_the_institution(moved_clock):
    acceptance = closing.submitted_acceptance(moved_clock)
    project = acceptance.project
    from accounts.models import MembershipRole
    from accounts.services import add_membership

    leader = leader_of(project)
    add_membership(leader.person, project.institution, MembershipRole.OFFICER)
    leader.__dict__.pop("_memberships", None)
    assert refusal(endorse_acceptance, acceptance, by=leader).code == "own-acceptance"
    assert refusal(endorse_acceptance, acceptance, by=make_member(project.institution)).kind == "who"
    taken = endorse_acceptance(acceptance, by=institution_officer_of(project))
    project.refresh_from_db()
    assert (taken.state, project.state) == ("under_review", "under_acceptance")


def test_returned_by_the_institution_or_by_the_officer_the_project_runs_on(moved_clock):
    acceptance = closing.submitted_acceptance(moved_clock)
    project, leader = acceptance.project, leader_of(acceptance.project)
    unit = institution_officer_of(project)
    assert refusal(send_back_acceptance, acceptance, by=officer_of_project(project), reason="不齐").kind == "who"
    acceptance = send_back_acceptance(acceptance, by=unit, reason="缺少检测报告")
    assert acceptance.state == "draft"
    acceptance = endorse_acceptance(submit_acceptance(acceptance, by=leader), by=unit)
    assert refusal(send_back_acceptance, acceptance, by=unit, reason="单位撤回").kind == "who"
    acceptance = send_back_acceptance(acceptance, by=officer_of_project(project), reason="材料不符合要求")
    project.refresh_from_db()
    assert (acceptance.state, project.state) == ("draft", "active")
    again = endorse_acceptance(submit_acceptance(acceptance, by=leader), by=unit)
    project.refresh_from_db()
    assert (again.state, project.state) == ("under_review", "under_acceptance")


def test_one_rectification_within_three_months(moved_clock):
    acceptance = closing.acceptance_under_review(moved_clock)
    officer, leader = officer_of_project(acceptance.project), leader_of(acceptance.project)
    today = clock.today()
    acceptance = order_rectification(acceptance, by=officer, reason="补充第三方检测")
    assert acceptance.state == "rectification" and 89 <= (acceptance.rectify_by - today).days <= 92
    assert Notification.objects.filter(to=leader, subject__contains=acceptance.rectify_by.isoformat()).exists()
    assert refusal(resubmit_acceptance, acceptance, by=make_member()).kind == "who"
    values = [Value(place, value, "补充检测") for place, value in enumerate(closing.MET, 1)]
    write_acceptance(acceptance, by=leader, summary="整改完成", values=values, achievements=[])
    moved_clock(clock.now() + timedelta(days=(acceptance.rectify_by - today).days + 4))
    acceptance = resubmit_acceptance(acceptance, by=leader)
    assert acceptance.state == "under_review"
    assert LedgerEntry.objects.get(kind="acceptance", step="resubmit").facts["late_days"] == 4
    assert refusal(order_rectification, acceptance, by=officer, reason="再次整改").code == "rectification-used"
    with pytest.raises(IntegrityError, match="one_rectification_at_most"), transaction.atomic():
        Acceptance.objects.filter(pk=acceptance.pk).update(rectifications=2)


def test_a_missed_bound_cannot_be_suggested_to_pass_nor_concluded_so(moved_clock):
    acceptance = closing.acceptance_under_review(moved_clock, values=(Decimal("312000"), Decimal("1.6")))
    verdict = refusal(reviewed, acceptance)
    assert (verdict.code, verdict.facts) == ("too-few-met", {"met": 1, "count": 2, "least": "80%"})
    assert refusal(review_acceptance, acceptance, by=make_staff(Role.OFFICER, "NS"), score=Decimal(1), suggested="fail", opinion=OPINION).kind == "who"  # fmt: skip
    acceptance = reviewed(acceptance, suggested="conclude", score=Decimal("66"))
    leader = make_staff(Role.LEADER)
    assert refusal(conclude_acceptance, acceptance, by=leader, conclusion="pass", reason="酌情").code == "too-few-met"
    assert refusal(conclude_acceptance, acceptance, by=leader, conclusion="fail").code == "other-conclusion-unexplained"
    taken = conclude_acceptance(acceptance, by=leader, conclusion="fail", reason="主要指标未达标。")
    project = Project.objects.get(pk=taken.project_id)
    assert (taken.conclusion, taken.certificate_number, project.state) == ("fail", "", "failed")


def test_the_conclusion_takes_another_person_and_ends_the_project(moved_clock):
    acceptance = closing.acceptance_under_review(moved_clock)
    officer = officer_of_project(acceptance.project)
    acceptance = reviewed(acceptance)
    assert refusal(conclude_acceptance, acceptance, by=officer, conclusion="pass").kind == "who"
    RoleGrant.objects.create(user=officer, role=Role.LEADER, granted_at=clock.now())
    del officer._grants
    assert refusal(conclude_acceptance, acceptance, by=officer, conclusion="pass").code == "same-person"
    with pytest.raises(IntegrityError, match="acceptance_by_two_persons"), transaction.atomic():
        Acceptance.objects.filter(pk=acceptance.pk).update(concluded_by=officer)
    application = acceptance.project.application
    assert Engagement.objects.filter(application=application, closed_at=None).exists()
    taken = conclude_acceptance(acceptance, by=make_staff(Role.LEADER), conclusion="pass")
    project = Project.objects.get(pk=acceptance.project_id)
    assert taken.certificate_number == f"YSZS-{clock.today().year}-0001" == project.certificate_number
    assert (taken.state, project.state, project.archive.state) == ("concluded", "passed", "open")
    assert not Engagement.objects.filter(application=application, closed_at=None).exists()


@pytest.mark.parametrize(("conclusion", "state"), [("conclude", "concluded"), ("pass", "passed"), ("fail", "failed")])
def test_the_project_ends_with_the_word_of_the_conclusion(conclusion, state, moved_clock):
    taken = closing.concluded_acceptance(moved_clock, conclusion=conclusion)
    assert Project.objects.get(pk=taken.project_id).state == state


def test_no_complete_archive_no_acceptance(moved_clock):
    """The day of the mid-term report passes while the acceptance is under review: its paper is due and missing."""
    acceptance = closing.reviewed_acceptance(moved_clock)
    leader = make_staff(Role.LEADER)
    moved_clock(clock.now().replace(year=2028, month=2, day=1))
    verdict = refusal(conclude_acceptance, acceptance, by=leader, conclusion="pass")
    assert (verdict.kind, verdict.code, verdict.facts) == ("what", "archive-incomplete", {"parts": "中期报告"})
    assert Project.objects.get(pk=acceptance.project_id).state == "under_acceptance"


def test_a_list_of_acceptances_asks_no_more_for_two_than_for_one(moved_clock):
    from django.test.utils import CaptureQueriesContext

    from core.records import kinds

    closing.submitted_acceptance(moved_clock)
    kind = kinds()["acceptances"]

    def queries():
        auditor = make_staff(Role.AUDITOR)
        with CaptureQueriesContext(connection) as captured:
            [kind.row(each, auditor) for each in kind.visible(auditor)]
        return len(captured)

    one = queries()
    closing.submitted_acceptance(moved_clock)
    assert queries() == one
