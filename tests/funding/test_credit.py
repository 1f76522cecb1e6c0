"""Credit events by the services: two people, appeal, suspension, standing; what reports and acceptances record themselves."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Standing
from accounts.roles import Role
from accounts.services import write_standing
from core import clock
from core.calendar import add_working_days
from core.models import Notification
from core.transitions import open_record, take_step
from core.verdict import YES, Refused
from funding.credit.models import CreditEvent
from funding.credit.queries import statement_of, visible_credit_events
from funding.credit.services import (
    annul_event,
    appeal_event,
    open_event,
    put_in_force,
    record_by_itself,
    refresh_standings,
    uphold_event,
)
from funding.desk import waiting
from projects.acceptance.models import Acceptance
from projects.midterm.models import Report
from tests.factories import funding as make
from tests.factories.accounts import make_institution_officer, make_member, make_staff
from tests.factories.contracts import leader_of, officer_of_project, running_project

pytestmark = pytest.mark.django_db
WORDS = "经复核，事实清楚，依据充分。"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


def always(*_args):
    return YES


def standing_of(subject):
    found = Standing.objects.filter(person=subject).first()
    return (str(found.score), found.band) if found else None


def test_one_records_another_puts_in_force_and_the_standing_follows(moved_clock):
    project = running_project(moved_clock)
    leader = project.principal_investigator
    assert refusal(make.recorded_event, project, by=leader_of(project)).kind == "who"
    assert refusal(make.recorded_event, project, by=make_staff(Role.OFFICER, "NS")).kind == "who"
    integrity = make_staff(Role.INTEGRITY)
    event = make.recorded_event(project, "acceptance-failed", by=integrity)
    assert (event.points, event.policy_version > 0, standing_of(leader)) == (30, True, None)
    assert refusal(put_in_force, event, by=integrity).code == "same-person"
    assert refusal(put_in_force, event, by=officer_of_project(project)).kind == "who"
    event = put_in_force(event, by=make_staff(Role.INTEGRITY))
    assert (event.state, standing_of(leader)) == ("in_force", ("91.0", "A"))
    note = Notification.objects.get(to=leader_of(project), topic="credit")
    assert note.address == f"/records/credit/{event.uuid}/"
    with pytest.raises(IntegrityError, match="credit_by_two_persons"), transaction.atomic():
        CreditEvent.objects.filter(pk=event.pk).update(recorded_by=event.in_force_by)


def test_the_institution_and_the_leader_are_scored_apart(moved_clock):
    project = running_project(moved_clock)
    make.event_in_force(project, "no-separate-accounts", subject="institution")
    assert standing_of(project.principal_investigator) is None
    assert str(Standing.objects.get(institution=project.institution).score) == "97.0"
    with pytest.raises(IntegrityError, match="credit_of_one_subject"), transaction.atomic():
        CreditEvent.objects.update(person=project.principal_investigator)


def test_while_it_is_appealed_an_event_does_not_count(moved_clock):
    project = running_project(moved_clock)
    leader, integrity = project.principal_investigator, make_staff(Role.INTEGRITY)
    event = make.event_in_force(project, "acceptance-failed")
    assert refusal(appeal_event, event, by=make_member(), appeal="与我无关，但我想申诉").kind == "who"
    event = appeal_event(event, by=leader_of(project), appeal="结论所依据的检测报告有误")
    assert standing_of(leader) == ("100.0", "A")
    assert refusal(uphold_event, event, by=officer_of_project(project), answer=WORDS).kind == "who"
    event = uphold_event(event, by=integrity, answer=WORDS)
    assert (event.state, event.answer, standing_of(leader)) == ("in_force", WORDS, ("91.0", "A"))
    again = refusal(appeal_event, event, by=leader_of(project), appeal="仍然不服，再次申诉")
    assert (again.kind, again.code) == ("what", "appealed-already")
    assert Notification.objects.filter(to=leader_of(project), topic="credit").count() == 2


def test_an_event_is_annulled_on_appeal_or_before_it_counts(moved_clock):
    project = running_project(moved_clock)
    integrity = make_staff(Role.INTEGRITY)
    appealed = make.appealed_event(project, "acceptance-failed")
    assert annul_event(appealed, by=integrity, answer=WORDS).state == "annulled"
    assert standing_of(project.principal_investigator) == ("100.0", "A")
    recorded = make.recorded_event(project)
    assert annul_event(recorded, by=integrity, answer=WORDS).state == "annulled"
    in_force = make.event_in_force(project, "report-missing")
    assert refusal(annul_event, in_force, by=integrity, answer=WORDS).kind == "when"


def test_the_appeal_ends_after_fifteen_working_days(moved_clock):
    project = running_project(moved_clock)
    event = make.event_in_force(project)
    last = add_working_days(clock.local_day(event.in_force_at), 15)
    moved_clock(clock.now() + (last - clock.today()) + timedelta(days=1))
    verdict = refusal(appeal_event, event, by=leader_of(project), appeal="超过期限的申诉也要写理由")
    assert (verdict.kind, verdict.code, verdict.facts["until"]) == ("when", "appeal-too-late", last)
    moved_clock(clock.now() - timedelta(days=1))
    assert appeal_event(event, by=leader_of(project), appeal="最后一天的申诉仍然有效").state == "appealed"


def test_a_veto_needs_a_document_and_a_day_in_the_past(moved_clock):
    project = running_project(moved_clock)
    assert refusal(make.recorded_event, project, "fraud").code == "veto-without-document"
    tomorrow = clock.today() + timedelta(days=1)
    assert refusal(make.recorded_event, project, happened_on=tomorrow).code == "event-in-the-future"
    event = make.event_in_force(project, "fraud", document_number="科监〔2026〕3号")
    assert event.is_veto
    assert standing_of(project.principal_investigator) == ("70.0", "C")
    with pytest.raises(IntegrityError, match="veto_has_document"), transaction.atomic():
        CreditEvent.objects.update(document_number="")


def test_a_sanction_stays_and_holds_the_band_at_d(moved_clock):
    project = running_project(moved_clock)
    leader = project.principal_investigator
    until = clock.today() + timedelta(days=365)
    write_standing(
        score=Decimal(100), band="D", person=leader, sanctioned_until=until, sanction_document="科监〔2026〕4号"
    )
    make.event_in_force(project)
    found = Standing.objects.get(person=leader)
    assert (found.band, found.sanctioned_until, found.sanction_document) == ("D", until, "科监〔2026〕4号")


def test_the_worked_example_by_real_events(moved_clock):
    project = running_project(moved_clock)
    for code in ("acceptance-late-12", "report-missing", "ineligible-5"):
        make.event_in_force(project, code)
    assert standing_of(project.principal_investigator) == ("84.4", "C")
    found = statement_of(project.principal_investigator, clock.now())
    assert (found.score.earned, found.score.band, [cap.code for cap in found.score.caps]) == (
        "B",
        "C",
        ["low-project-score"],
    )
    assert sorted(str(line.without.score) for line in found.lines) == ["87.4", "88.0", "93.4"]
    assert [str(later.score) for later in found.outlook][-1] == "100.0"


def test_the_night_job_follows_the_calendar_and_finds_what_is_overdue(moved_clock):
    project = running_project(moved_clock)
    make.event_in_force(project, "acceptance-failed")
    leader = project.principal_investigator
    moved_clock(clock.now() + timedelta(days=2 * 365 + 1))
    assert refresh_standings() == 2, "the leader and the institution"
    assert standing_of(leader) == ("94.0", "A")
    moved_clock(clock.now() + timedelta(days=5 * 365))
    refresh_standings()
    assert standing_of(leader) == ("100.0", "C"), "acceptance has been due for more than a year"


def report_of(project, *, due_on, kind="midterm"):
    return open_record(
        Report(project=project, thread=project.thread, report_kind=kind, year=2027, due_on=due_on), by=None
    )


@pytest.mark.parametrize(("days_late", "codes"), [(0, []), (1, ["report-late"]), (31, ["report-very-late"])])
def test_a_late_report_is_recorded_once_and_waits_for_integrity(moved_clock, days_late, codes):
    project = running_project(moved_clock)
    report = report_of(project, due_on=clock.today() - timedelta(days=days_late), kind="annual")
    report = take_step(report, "submit", by=None, may=always)
    report = take_step(report, "send_back", by=None, may=always)
    take_step(report, "submit", by=None, may=always)
    found = CreditEvent.objects.all()
    assert [(each.code, each.state, each.recorded_by, each.person) for each in found] == [
        (code, "recorded", None, project.principal_investigator) for code in codes
    ]
    tasks = [str(each.task) for each in waiting(make_staff(Role.INTEGRITY), clock.now())]
    assert tasks == ["Put the credit event in force"] * len(codes)
    assert standing_of(project.principal_investigator) is None


def test_a_report_that_was_in_time_and_came_back_is_not_late_when_it_is_sent_again(moved_clock):
    project = running_project(moved_clock)
    report = report_of(project, due_on=clock.today(), kind="annual")
    report = take_step(report, "submit", by=None, may=always)
    report = take_step(report, "send_back", by=None, may=always)
    moved_clock(clock.now() + timedelta(days=40))
    take_step(report, "submit", by=None, may=always)
    assert not CreditEvent.objects.exists()


def test_an_unqualified_midterm_report_is_recorded(moved_clock):
    project = running_project(moved_clock)
    report = report_of(project, due_on=clock.today())
    for step in ("submit", "endorse"):
        take_step(report, step, by=None, may=always)
    take_step(report, "assess", by=None, may=always, changes={"grade": "unqualified", "opinion": "未达中期指标"})
    assert [(each.code, each.points, each.basis) for each in CreditEvent.objects.all()] == [
        ("midterm-unqualified", 10, "未达中期指标")
    ]


def test_a_late_and_failed_acceptance_is_recorded(moved_clock):
    project = running_project(moved_clock)
    due = clock.today() - timedelta(days=200)
    acceptance = open_record(Acceptance(project=project, thread=project.thread, number="YS-1", due_on=due), by=None)
    for step in ("submit", "endorse", "review"):
        take_step(acceptance, step, by=None, may=always)
    changes = {"conclusion": "fail", "concluded_by": make_staff(Role.LEADER), "opinion": "主要指标未完成"}
    take_step(acceptance, "conclude", by=None, may=always, changes=changes)
    found = {(each.code, "person" if each.person_id else "institution") for each in CreditEvent.objects.all()}
    assert found == {
        ("acceptance-late-3", "person"),
        ("acceptance-failed", "person"),
        ("acceptance-failed", "institution"),
    }
    assert record_by_itself(project, "acceptance-failed", clock.today(), "再次", source=acceptance.uuid) == []
    with pytest.raises(IntegrityError, match="credit_once_per_source"), transaction.atomic():
        leader = project.principal_investigator
        open_event(project, leader, "acceptance-failed", clock.today(), "重复", by=None, source=acceptance.uuid)


def test_who_sees_credit_events(moved_clock):
    project = running_project(moved_clock)
    personal = make.event_in_force(project)
    units = make.event_in_force(project, "no-separate-accounts", subject="institution")
    recorded = make.recorded_event(project, "report-missing")
    unit = make_institution_officer(project.institution)

    def seen(user):
        return set(visible_credit_events(user))

    for role in (Role.INTEGRITY, Role.OFFICER, Role.LEADER, Role.AUDITOR):
        assert seen(make_staff(role)) == {personal, units, recorded}, role
    assert seen(leader_of(project)) == {personal}
    assert seen(unit) == {units}
    for user in (make_member(project.institution), make_staff(Role.FINANCE), make_staff(Role.RECOMMENDER), None):
        assert seen(user) == set()


def test_an_old_event_is_half_as_heavy_when_self_reported(moved_clock):
    project = running_project(moved_clock)
    make.event_in_force(project, "acceptance-failed", self_reported=True, happened_on=clock.today() - timedelta(days=1))
    assert standing_of(project.principal_investigator) == ("95.5", "A")
