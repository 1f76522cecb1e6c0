"""From the call to the issued decision, by the services: each refusal on the way, and what each step leaves."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import RoleGrant
from accounts.roles import Role
from accounts.services import write_standing
from core import checkpoints, clock
from core.models import LedgerEntry, OutboxMessage
from core.verdict import Refused
from projects.applications.completeness import missing_parts
from projects.applications.models import Application, Snapshot
from projects.applications.services import (
    attach_file,
    save_section,
    set_budget,
    submit_application,
    withdraw_application,
)
from projects.applications.tables import Money
from projects.decisions.services import (
    close_notice,
    deliberate_decision,
    dismiss_objection,
    file_objection,
    issue_decision,
    issue_rest,
    propose_decision,
    set_item,
    take_up_objection,
    uphold_objection,
)
from projects.pool.models import Appropriation, PoolEntry
from projects.pool.services import release_entry
from projects.screening.models import Engagement
from projects.screening.services import ask_correction, endorse_application, refuse_application
from tests.factories import projects as make
from tests.factories.accounts import make_institution, make_institution_officer, make_member, make_staff

pytestmark = pytest.mark.django_db


def refusal(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict


def test_a_draft_says_everything_that_is_missing_at_once():
    application = make.draft()
    found = {(missing.section, missing.verdict.code) for missing in missing_parts(application)}
    assert found == {
        ("basics", "text-missing"), ("basics", "direction-missing"), ("basics", "period-missing"),
        ("indicators", "indicators-empty"), ("year_plan", "year-plan-empty"), ("budget", "budget-empty"),
        ("rationale", "text-missing"), ("content", "text-missing"), ("commitment", "text-missing"),
    }  # fmt: skip
    verdict = refusal(submit_application, application, by=application.opened_by)
    assert (verdict.kind, verdict.code, verdict.facts) == ("what", "application-incomplete", {"count": 11})


def test_submitting_leaves_number_snapshot_receipt_engagement_ledger_and_message():
    application = make.submitted()
    assert application.state == "awaiting_endorsement"
    assert application.number == "KH-2026-YYJC-0001"
    snapshot = Snapshot.objects.get(application=application)
    assert snapshot.receipt_number == "KH-2026-YYJC-0001-R1"
    assert snapshot.content["budget"][0]["amount"] == "360000.00"
    assert Engagement.objects.filter(application=application, closed_at=None, is_lead=True).count() == 1
    entry = LedgerEntry.objects.get(kind="application", record=application.uuid, step="submit")
    assert (entry.from_state, entry.to_state, entry.seq) == ("draft", "awaiting_endorsement", 2)


def test_after_the_deadline_the_draft_is_kept_and_the_words_say_when(moved_clock):
    application = make.fill(make.draft())
    moved_clock(application.call.closes_at)
    verdict = refusal(submit_application, application, by=application.opened_by)
    assert (verdict.kind, verdict.code) == ("when", "window-closed")
    moved_clock(application.call.closes_at - timedelta(seconds=5))
    assert submit_application(application, by=application.opened_by).state == "awaiting_endorsement"


def test_a_stale_version_gives_both_texts_and_loses_neither():
    application = make.draft()
    by = application.opened_by
    save_section(application, "rationale", {"rationale": "甲的文字"}, base_version=0, by=by)
    verdict = refusal(save_section, application, "rationale", {"rationale": "乙的文字"}, base_version=0, by=by)
    assert verdict.code == "stale-version"
    assert verdict.facts["theirs"] == {"rationale": "甲的文字"}
    assert verdict.facts["version"] == 1
    saved = save_section(application, "rationale", {"rationale": "甲乙"}, base_version=1, by=by)
    assert (saved.version, saved.versions.count()) == (2, 2)


def test_strangers_may_not_write_and_members_of_the_unit_neither():
    application = make.draft()
    for stranger in (make_member(), make_member(application.institution)):
        assert refusal(save_section, application, "rationale", {}, base_version=0, by=stranger).kind == "who"
        assert refusal(attach_file, application, by=stranger, kind="x", name="a.pdf", content=b"%PDF-1").kind == "who"


def test_nothing_can_be_changed_after_submission():
    application = make.submitted()
    verdict = refusal(set_budget, application, [Money("granted", "business", Decimal(1))], by=application.opened_by)
    assert verdict.code == "not-editable"


def test_four_eyes_an_officer_does_not_endorse_his_own_application():
    institution = make_institution()
    officer = make_institution_officer(institution)
    application = make.fill(make.draft(applicant=officer, institution=institution))
    application = submit_application(application, by=officer)
    assert refusal(endorse_application, application, by=officer).code == "own-application"
    assert endorse_application(application, by=make_institution_officer(institution)).state == "formal_check"
    assert (
        refusal(endorse_application, application, by=make_institution_officer(make_institution())).code == "wrong-state"
    )


def test_a_programme_that_recommends_sends_the_application_to_the_recommending_unit():
    programme = make.make_programme("CYH", "after_review", recommends=True)
    call = make.published_call(programme, recommender_closes_at=clock.now() + timedelta(days=30))
    assert make.endorsed(call).state == "formal_check"
    steps = LedgerEntry.objects.filter(kind="application").values_list("step", flat=True).order_by("seq")
    assert list(steps) == ["open", "submit", "endorse_onward", "recommend"]


def test_one_correction_with_its_clock(moved_clock):
    application = make.endorsed()
    officer = application.call.opened_by
    application = ask_correction(application, by=officer, reason="承诺书缺少签字页")
    assert application.correction_due_on is not None
    from projects.applications.services import correct_application

    application = correct_application(application, by=application.opened_by)
    assert Snapshot.objects.filter(application=application).count() == 2
    assert refusal(ask_correction, application, by=officer, reason="再次补正").code == "no-correction-left"
    assert refuse_application(application, by=officer, reason="不符合指南方向").state == "not_accepted"
    assert not Engagement.objects.filter(application=application, closed_at=None).exists()


def test_the_limit_counts_open_engagements_and_ends_with_them():
    institution = make_institution()
    applicant = make_member(institution)
    call = make.published_call()
    first, second, third = (make.fill(make.draft(call, applicant, institution)) for _ in range(3))
    submit_application(first, by=applicant)
    submit_application(second, by=applicant)
    verdict = refusal(submit_application, third, by=applicant)
    assert (verdict.code, verdict.facts["leading"], verdict.facts["limit"]) == ("lead-limit", 2, 2)
    withdraw_application(first, by=applicant, reason="团队调整")
    assert submit_application(third, by=applicant).state == "awaiting_endorsement"


def test_a_sanctioned_leader_may_not_apply():
    application = make.fill(make.draft())
    write_standing(
        score=Decimal(50), band="D", person=application.principal_investigator,
        sanctioned_until=clock.today() + timedelta(days=1), sanction_document="江科监〔2026〕3号",
    )  # fmt: skip
    assert refusal(submit_application, application, by=application.opened_by).code == "sanctioned"


def test_acceptance_puts_the_application_into_the_pool_before_review_in_programme_a():
    application = make.accepted_application()
    entry = PoolEntry.objects.get(application=application)
    assert (entry.state, entry.number, entry.thread) == ("awaiting_admission", "CB-2026-YYJC-0001", application.thread)


@pytest.mark.parametrize(("score", "pooled"), [(Decimal("70.00"), True), (Decimal("69.99"), False)])
def test_the_outcome_puts_it_into_the_pool_after_review_in_programme_b(score, pooled):
    application = make.accepted_application(make.published_call(make.make_programme("CYH", "after_review")))
    assert not PoolEntry.objects.exists()
    make.outcome(application, score=score)
    assert PoolEntry.objects.filter(application=application, score=score).exists() is pooled


def test_release_commits_money_and_is_refused_when_the_line_is_empty():
    call = make.published_call()
    line = make.appropriation(call.programme, Decimal("1000000"))
    entry = make.released(call, line)
    line.refresh_from_db()
    assert (entry.state, line.committed) == ("released", Decimal("800000.00"))
    second = make.pooled(call)
    verdict = refusal(release_entry, second, by=call.opened_by, appropriation=line)
    assert (verdict.code, verdict.facts["left"]) == ("budget-exhausted", Decimal("200000.00"))


def test_a_decision_needs_two_persons_and_the_database_says_so_too():
    decision = make.drafted_decision()
    officer = decision.call.opened_by
    set_item(decision.items.get(), by=officer, verdict="fund", approved_amount=Decimal("600000"))
    decision = propose_decision(decision, by=officer)
    RoleGrant.objects.create(user=officer, role=Role.LEADER, granted_at=clock.now())
    del officer._grants
    assert refusal(deliberate_decision, decision, by=officer, minutes_number="1").code == "same-person"
    with pytest.raises(IntegrityError, match="decision_by_two_persons"), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(deliberated_by=officer)


def test_the_notice_cannot_be_shortened_and_its_list_is_fixed():
    notice = make.on_notice()
    assert refusal(close_notice, notice, by=notice.decision.call.opened_by).code == "notice-still-on"
    assert notice.items[0]["amount"] == "600000.00"
    assert len(notice.sha256) == 64


def test_an_objection_holds_only_its_item(moved_clock):
    notice = make.on_notice(count=2)
    decision, call = notice.decision, notice.decision.call
    held, free = decision.items.all()
    grounds = "该项目与已立项项目内容重复，设备清单与2024年项目一致。"
    verdict = refusal(
        file_objection, notice, item=held.application.uuid, objector_name="", objector_contact="", grounds=grounds
    )
    assert verdict.code == "objection-anonymous"
    objection = file_objection(
        notice,
        item=held.application.uuid,
        objector_name="江汉理工大学",
        objector_contact="027-00000000",
        grounds=grounds,
    )
    moved_clock(clock.now() + timedelta(days=12))
    close_notice(notice, by=call.opened_by)
    leader = make_staff(Role.LEADER)
    decision = issue_decision(decision, by=leader, document_number="江科计〔2026〕17号")
    free.refresh_from_db(), held.refresh_from_db()
    assert free.issued_at and held.issued_at is None
    assert refusal(issue_rest, decision, by=leader).code == "nothing-to-issue"
    integrity = make_staff(Role.INTEGRITY)
    objection = take_up_objection(objection, by=integrity)
    dismiss_objection(objection, by=integrity, answer="经核查，设备用途不同，异议不成立。")
    issue_rest(decision, by=leader)
    held.refresh_from_db()
    assert held.issued_at


def test_an_upheld_objection_keeps_the_item_from_being_issued(moved_clock):
    notice = make.on_notice()
    item = notice.decision.items.get()
    objection = file_objection(
        notice, item=item.application.uuid, objector_name="白某", objector_contact="a@example.org", grounds="事实" * 20
    )
    integrity = make_staff(Role.INTEGRITY)
    uphold_objection(take_up_objection(objection, by=integrity), by=integrity, answer="属实，取消拟立项。")
    moved_clock(clock.now() + timedelta(days=12))
    close_notice(notice, by=notice.decision.call.opened_by)
    verdict = refusal(issue_decision, notice.decision, by=make_staff(Role.LEADER), document_number="x")
    assert verdict.code == "nothing-to-issue"


def test_the_whole_path_leaves_an_unbroken_ledger_and_messages(moved_clock):
    decision = make.issued_decision(moved_clock)
    assert decision.state == "issued"
    assert decision.items.get().issued_at is not None
    assert checkpoints.verify().breaches == []
    assert OutboxMessage.objects.exists()


def test_no_state_changes_but_by_a_step_even_in_raw_sql():
    application = make.draft()
    with pytest.raises(IntegrityError, match="only by a step"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state="accepted")
    with pytest.raises(IntegrityError, match="begins as draft"), transaction.atomic():
        application.pk, application.uuid, application.state = None, None, "accepted"
        import uuid

        application.uuid = uuid.uuid4()
        application.save(force_insert=True)


def raced(actions):
    """Run the actions at once, each on a connection of its own; returns their answers or refusals."""
    barrier, answers = threading.Barrier(len(actions)), []

    def run(action):
        barrier.wait()
        try:
            answers.append(action())
        except Refused as refused:
            answers.append(refused.verdict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_submissions_racing_for_one_limit_one_wins_one_is_told_why():
    institution = make_institution()
    applicant = make_member(institution)
    call = make.published_call()
    first, second, third = (make.fill(make.draft(call, applicant, institution)) for _ in range(3))
    submit_application(first, by=applicant)
    answers = raced([lambda each=each: submit_application(each, by=applicant).state for each in (second, third)])
    assert sorted(answers) == ["awaiting_endorsement", "lead-limit"]


@pytest.mark.django_db(transaction=True)
def test_two_releases_racing_for_the_last_budget_one_wins():
    call = make.published_call()
    line = make.appropriation(call.programme, Decimal("1000000"))
    entries = [make.pooled(call), make.pooled(call)]
    answers = raced(
        [lambda entry=entry: release_entry(entry, by=call.opened_by, appropriation=line).state for entry in entries]
    )
    assert sorted(answers) == ["budget-exhausted", "released"]
    assert Appropriation.objects.get(pk=line.pk).committed == Decimal("800000.00")


def test_two_calls_of_one_programme_and_year_share_one_series_of_numbers():
    numbers = [make.submitted(make.published_call()).number for _ in range(2)]
    assert numbers == ["KH-2026-YYJC-0001", "KH-2026-YYJC-0002"]
