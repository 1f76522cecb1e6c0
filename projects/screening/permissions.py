"""Who may endorse, recommend and check, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import acts_for, holds_in_department, recommends
from accounts.roles import Role
from core.policy import in_force
from core.verdict import YES, Verdict, any_yes, first_no, no
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.permissions import manages_programme
from projects.screening.policy import ScreeningPolicy


def may_endorse_application(user: Any, application: Application, at: datetime) -> Verdict:
    """Four eyes: an officer of the institution who does not lead the application; inside the institutions' window."""
    closes = application.call.institution_closes_at
    return first_no(
        acts_for(user, application.institution_id),
        no("who", "own-application") if user and user.person_id == application.principal_investigator_id else YES,
        YES if at < closes else no("when", "institution-window-closed", closes=closes),
    )


def may_recommend_application(user: Any, application: Application, at: datetime) -> Verdict:
    closes = application.call.recommender_closes_at
    return first_no(
        recommends(user, application.institution_id),
        YES if closes and at < closes else no("when", "recommender-window-closed", closes=closes),
    )


def may_send_back_application(user: Any, application: Application, at: datetime) -> Verdict:
    if application.state == ApplicationState.AWAITING_RECOMMENDATION:
        return recommends(user, application.institution_id)
    return acts_for(user, application.institution_id)


def checks(user: Any, application: Application) -> Verdict:
    """Staff of the programme who take no part in the application."""
    return first_no(
        manages_programme_or_agency(user, application),
        lambda: when_not_in_team(user, application),
    )


def manages_programme_or_agency(user: Any, application: Application) -> Verdict:
    programme = application.call.programme
    return any_yes(manages_programme(user, programme), holds_in_department(user, programme.department_id, Role.AGENCY))


def when_not_in_team(user: Any, application: Application) -> Verdict:
    if user.person_id and application.team.filter(person_id=user.person_id).exists():
        return no("who", "own-staff")
    return YES


def may_ask_correction(user: Any, application: Application, at: datetime) -> Verdict:
    policy = in_force(ScreeningPolicy, scope=application.call.programme.code, year=application.call.year).values
    return first_no(
        checks(user, application),
        YES if application.corrections_used < policy.most_corrections else no("when", "no-correction-left"),
    )


def may_accept_application(user: Any, application: Application, at: datetime) -> Verdict:
    return checks(user, application)


def may_refuse_application(user: Any, application: Application, at: datetime) -> Verdict:
    return checks(user, application)
