"""Who may do what with an application, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import is_person, when
from core.clock import local_day
from core.verdict import YES, Verdict, any_yes, first_no, no
from projects.applications.completeness import missing_parts
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.models import Call
from projects.calls.permissions import manages_programme
from projects.calls.rules import window_is_open
from projects.calls.states import CallState

EDITABLE = (ApplicationState.DRAFT, ApplicationState.CORRECTION)


def call_takes_applications(call: Call, at: datetime) -> Verdict:
    if call.state != CallState.PUBLISHED:
        return no("when", "call-not-published")
    return window_is_open(call.opens_at, call.closes_at, at)


def leads(user: Any, application: Application) -> Verdict:
    return any_yes(
        is_person(user, application.principal_investigator_id),
        when(user is not None and application.opened_by_id == user.pk),
    )


def works_on(user: Any, application: Application) -> Verdict:
    """The leader, whoever opened it, and invited team members (a lasting relation)."""
    return any_yes(
        leads(user, application),
        lambda: when(user is not None and user.has_perm("projects.work_on_application", application)),
    )


def sees_avoidances(user: Any, application: Application) -> Verdict:
    """Whom the applicant asks to be kept from the review is for those who write and for the programme's officers."""
    return any_yes(works_on(user, application), lambda: manages_programme(user, application.call.programme))


def may_edit_application(user: Any, application: Application, at: datetime) -> Verdict:
    return first_no(
        works_on(user, application),
        YES if application.state in EDITABLE else no("when", "not-editable", state=application.state_label()),
    )


def may_submit_application(user: Any, application: Application, at: datetime) -> Verdict:
    """Who: the leader. When: inside the window, by the database's clock. What: complete, and within every rule."""
    return first_no(
        is_person(user, application.principal_investigator_id),
        lambda: call_takes_applications(application.call, at),
        lambda: application_is_complete(application),
    )


def application_is_complete(application: Application) -> Verdict:
    parts = missing_parts(application)
    return no("what", "application-incomplete", count=len(parts)) if parts else YES


def may_correct_application(user: Any, application: Application, at: datetime) -> Verdict:
    due = application.correction_due_on
    return first_no(
        is_person(user, application.principal_investigator_id),
        YES if due is None or local_day(at) <= due else no("when", "correction-too-late", due=due),
        lambda: application_is_complete(application),
    )


def may_withdraw_application(user: Any, application: Application, at: datetime) -> Verdict:
    return leads(user, application)
