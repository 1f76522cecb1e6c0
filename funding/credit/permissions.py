"""Who records, confirms, appeals and answers credit events; who reads a credit statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import Person
from accounts.permissions import acts_for, another_than, has_role, is_person
from accounts.roles import Role
from core.calendar import add_working_days
from core.clock import local_day
from core.verdict import Verdict, any_yes, first_no
from funding.credit.models import CreditEvent
from funding.credit.queries import READERS, Subject, policy_on
from funding.credit.rules import appeals_once, in_appeal_window
from projects.contracts.models import Project
from projects.contracts.permissions import manages_project


def may_read_statement(user: Any, subject: Subject) -> Verdict:
    """The subject, the institution's officers, and the readers of the bureau."""
    own = is_person(user, subject) if isinstance(subject, Person) else acts_for(user, subject)
    return any_yes(own, lambda: has_role(user, *READERS))


def may_record_event(user: Any, at: datetime) -> Verdict:
    return has_role(user, Role.OFFICER, Role.INTEGRITY)


def may_record_about(user: Any, project: Project, at: datetime) -> Verdict:
    """The integrity officer about any project, an officer about those of the own programmes."""
    return any_yes(has_role(user, Role.INTEGRITY), lambda: manages_project(user, project, at))


def is_subject(user: Any, event: CreditEvent) -> Verdict:
    if event.person_id:
        return is_person(user, event.person_id)
    assert event.institution is not None
    return acts_for(user, event.institution)


def may_put_in_force(user: Any, event: CreditEvent, at: datetime) -> Verdict:
    return first_no(has_role(user, Role.INTEGRITY), another_than(user, event.recorded_by_id))


def may_appeal(user: Any, event: CreditEvent, at: datetime) -> Verdict:
    return first_no(
        is_subject(user, event),
        lambda: appeals_once(event.answered_at is not None),
        lambda: in_appeal_window(appeal_until(event), local_day(at)),
    )


def appeal_until(event: CreditEvent) -> date:
    """The last day on which the subject may appeal."""
    assert event.in_force_at is not None
    began = local_day(event.in_force_at)
    return add_working_days(began, policy_on(began).values.appeal_days)


def answer_until(event: CreditEvent) -> date:
    """The last day on which an appeal is to be answered."""
    assert event.appealed_at is not None
    began = local_day(event.appealed_at)
    return add_working_days(began, policy_on(began).values.answer_days)


def may_answer_appeal(user: Any, event: CreditEvent, at: datetime) -> Verdict:
    return has_role(user, Role.INTEGRITY)


may_annul = may_answer_appeal
