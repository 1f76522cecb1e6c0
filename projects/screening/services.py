"""Verbs of endorsement and the formal check; limits are counted and kept under a lock."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Person, User
from core import clock
from core.calendar import add_working_days
from core.notifications import notify
from core.policy import in_force
from core.reasons import words_of
from core.transitions import take_step
from core.verdict import Refused, Verdict, every_no, first_no
from projects.applications.completeness import missing_parts
from projects.applications.models import Application, TeamMember
from projects.screening.models import CheckResult, Engagement, EngagementKind
from projects.screening.permissions import (
    may_accept_application,
    may_ask_correction,
    may_endorse_application,
    may_recommend_application,
    may_refuse_application,
    may_send_back_application,
)
from projects.screening.policy import ScreeningPolicy
from projects.screening.queries import engaged_as, standing_of
from projects.screening.rules import below_lead_limit, below_part_limit, nothing_overdue, standing_allows


def endorse_application(application: Application, *, by: User, remark: str = "") -> Application:
    """The institution vouches for the application; it goes on to recommendation where the call asks for it."""
    onward = application.call.recommender_closes_at is not None and application.call.programme.recommends
    step = "endorse_onward" if onward else "endorse"
    with transaction.atomic():
        taken = take_step(application, step, by=by, may=may_endorse_application, facts={"remark": remark})
        if not onward:
            run_machine_checks(taken)
    return taken


def recommend_application(application: Application, *, by: User, remark: str = "") -> Application:
    with transaction.atomic():
        taken = take_step(application, "recommend", by=by, may=may_recommend_application, facts={"remark": remark})
        run_machine_checks(taken)
    return taken


def send_back_application(application: Application, *, by: User, reason: str) -> Application:
    """Return it to the applicant, who may change and submit again while the window is open."""
    taken = take_step(application, "send_back", by=by, may=may_send_back_application, reason=reason)
    tell_applicant(taken, _("Your application was returned for changes"), reason)
    return taken


def ask_correction(application: Application, *, by: User, reason: str) -> Application:
    """Ask for the one correction, due in some working days (policy)."""
    policy = in_force(ScreeningPolicy, scope=application.call.programme.code, year=application.call.year)
    due = add_working_days(clock.today(), policy.values.correction_days)
    taken = take_step(
        application,
        "ask_correction",
        by=by,
        may=may_ask_correction,
        reason=reason,
        facts={"due_on": due},
        changes={"correction_due_on": due, "corrections_used": application.corrections_used + 1},
        policies=(policy.version,),
    )
    tell_applicant(taken, _("Your application needs a correction"), reason, sms=True)
    return taken


def accept_application(application: Application, *, by: User, remark: str = "") -> Application:
    """Accept it for review; the machine checks run once more and are kept."""
    with transaction.atomic():
        taken = take_step(application, "accept", by=by, may=may_accept_application, facts={"remark": remark})
        run_machine_checks(taken)
        tell_applicant(taken, _("Your application was accepted for review"), "")
    return taken


def refuse_application(application: Application, *, by: User, reason: str) -> Application:
    with transaction.atomic():
        taken = take_step(application, "refuse", by=by, may=may_refuse_application, reason=reason)
        tell_applicant(taken, _("Your application was not accepted"), reason, sms=True)
    return taken


def tell_applicant(application: Application, subject: Any, body: str, *, sms: bool = False) -> None:
    """Tell the leader (if a user) in the application, by mail and, where it presses, by SMS."""
    users = User.objects.filter(person=application.principal_investigator)
    address = f"/records/applications/{application.uuid}/"
    at = f"{application.state}:{application.state_since}"
    notify(users, topic="application", subject=subject, body=body, address=address, key=f"{address}:{at}", sms=sms)


def engage(application: Application) -> None:
    """Count the limits and open the engagements of the team, safe against two submissions at once.

    Locks each person by an advisory lock until the transaction ends. Raises Refused naming the person.
    """
    policy = in_force(ScreeningPolicy, scope=application.call.programme.code, year=application.call.year).values
    members = list(application.team.filter(person__isnull=False).select_related("person"))
    lock_persons([member.person_id for member in members])
    today = clock.today()
    for member in members:
        is_lead = member.person_id == application.principal_investigator_id
        verdict = _limits_of(_person_of(member), application, policy, today, is_lead=is_lead)
        if not verdict:
            raise Refused(Verdict(verdict.kind, verdict.code, {**verdict.facts, "name": member.name}))
        Engagement.objects.get_or_create(
            application=application,
            person=member.person,
            institution=member.institution or application.institution,
            closed_at=None,
            defaults={"kind": EngagementKind.APPLICATION, "is_lead": is_lead, "opened_at": clock.now()},
        )


def lock_persons(ids: list[int | None]) -> None:
    """Hold one lock per person, in ascending order, until the transaction ends."""
    with connection.cursor() as cursor:
        for key in sorted({each for each in ids if each}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [71, key])


def _limits_of(
    person: Person, application: Application, policy: ScreeningPolicy, today: date, *, is_lead: bool
) -> Verdict:
    engaged = engaged_as(person, other_than=application.pk)
    standing = standing_of(person)
    band, until, document = (
        (standing.band, standing.sanctioned_until, standing.sanction_document) if standing else (None, None, "")
    )
    return first_no(
        below_part_limit(engaged, limit=policy.part_limit),
        below_lead_limit(engaged, limit=policy.lead_limit) if is_lead else Verdict(),
        nothing_overdue(engaged, today) if is_lead else Verdict(),
        standing_allows(band if is_lead else None, until, document, today),
    )


def _person_of(member: TeamMember) -> Person:
    assert member.person is not None, "filtered by the caller"
    return member.person


def limits_of_leader(person: Person, application: Application, *, today: date) -> Verdict:
    """May this person take over the lead: limits and standing, what is engaged in this application not counted."""
    policy = in_force(ScreeningPolicy, scope=application.call.programme.code, year=application.call.year).values
    verdict = _limits_of(person, application, policy, today, is_lead=True)
    return Verdict(verdict.kind, verdict.code, {**verdict.facts, "name": person.name}) if verdict.code else verdict


def hand_over_lead(application: Application, person: Person, institution: Institution) -> None:
    """Another person leads from now on; the former leader stays engaged as a member. The caller asked the limits."""
    rows = Engagement.objects.filter(application=application, closed_at=None)
    former = rows.filter(is_lead=True).first()
    if former is None:
        return
    rows.filter(is_lead=True).update(is_lead=False)
    Engagement.objects.update_or_create(
        application=application,
        person=person,
        institution=institution,
        closed_at=None,
        defaults={"kind": former.kind, "due_on": former.due_on, "is_lead": True},
        create_defaults={
            "kind": former.kind,
            "due_on": former.due_on,
            "is_lead": True,
            "opened_at": clock.now(),
        },
    )


def limits_now(application: Application) -> list[Verdict]:
    """The limits as they stand now (counted again at release and approval); only the refusals."""
    policy = in_force(ScreeningPolicy, scope=application.call.programme.code, year=application.call.year).values
    today = clock.today()
    members = application.team.filter(person__isnull=False).select_related("person")
    found = []
    for member in members:
        is_lead = member.person_id == application.principal_investigator_id
        verdict = _limits_of(_person_of(member), application, policy, today, is_lead=is_lead)
        found.append(
            Verdict(verdict.kind, verdict.code, {**verdict.facts, "name": member.name}) if verdict.code else verdict
        )
    return every_no(found)


def disengage(application: Application) -> None:
    """The engagements of an application end."""
    Engagement.objects.filter(application=application, closed_at=None).update(closed_at=clock.now())


def engage_in_project(application: Application, *, due_on: date) -> None:
    """The application became a project: what was engaged goes on, due for acceptance on a day."""
    Engagement.objects.filter(application=application, closed_at=None).update(
        kind=EngagementKind.PROJECT, due_on=due_on
    )


def run_machine_checks(application: Application) -> None:
    """Keep the answer of each machine check: completeness by section, limits and standing."""
    at = clock.now()
    refusals = [("complete:" + m.section, m.verdict) for m in missing_parts(application)]
    refusals += [("limits", verdict) for verdict in limits_now(application)]
    failed: dict[str, str] = {}
    for rule, verdict in refusals:
        failed[rule] = "；".join(filter(None, (failed.get(rule), words_of(verdict))))
    rules = {"complete", "limits", *failed}
    for rule in sorted(rules):
        passed = rule not in failed and not (rule == "complete" and any(r.startswith("complete:") for r in failed))
        CheckResult.objects.update_or_create(
            application=application,
            rule=rule,
            defaults={"passed": passed, "remark": failed.get(rule, ""), "checked_by": None, "checked_at": at},
        )
