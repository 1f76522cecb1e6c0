"""Verbs of credit: record, put in force, appeal, answer; the standing follows in the same transaction."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Person, Standing, User
from accounts.queries import officers_of
from accounts.services import write_standing
from core import clock
from core.notifications import notify
from core.transitions import open_record, take_step
from core.verdict import require
from funding.credit.models import CreditEvent
from funding.credit.permissions import may_annul, may_answer_appeal, may_appeal, may_put_in_force, may_record_about
from funding.credit.queries import UNDER_WAY, Subject, of_subject, policy_on, score_of
from funding.credit.rules import happened_by, is_well_founded
from funding.credit.states import CreditCode
from projects.contracts.models import Project


def record_event(
    *,
    by: User,
    project: Project,
    subject: str,
    code: str,
    happened_on: date,
    basis: str,
    document_number: str = "",
    self_reported: bool = False,
) -> CreditEvent:
    """Record an event about the project's leader (``person``) or its institution; it counts once put in force."""
    at = clock.now()
    require(may_record_about(by, project, at))
    require(happened_by(happened_on, clock.local_day(at)))
    of: Subject = project.institution if subject == "institution" else project.principal_investigator
    return open_event(
        project,
        of,
        code,
        happened_on,
        basis,
        by=by,
        document_number=document_number,
        self_reported=self_reported,
    )


def open_event(
    project: Project,
    subject: Subject,
    code: str,
    happened_on: date,
    basis: str,
    *,
    by: User | None,
    document_number: str = "",
    self_reported: bool = False,
    source: UUID | None = None,
) -> CreditEvent:
    """Open an event with the points of the policy in force. Its chain is a thread of its own: it is nobody else's."""
    policy = policy_on(clock.today())
    shape = policy.values.events[code]
    require(is_well_founded(shape["points"], shape["veto"], document_number))
    facts = {"code": code, "points": shape["points"], "project": project.number, "source": source}
    return open_record(
        CreditEvent(
            **of_subject(subject),
            project=project,
            code=code,
            points=shape["points"],
            is_veto=shape["veto"],
            self_reported=self_reported,
            happened_on=happened_on,
            basis=basis,
            document_number=document_number.strip(),
            policy_version=policy.version,
            recorded_by=by,
            source=source,
        ),
        by=by,
        facts=facts,
        policies=(policy.version,),
    )


def record_by_itself(project: Project, code: str, happened_on: date, basis: str, *, source: UUID) -> list[CreditEvent]:
    """What a report or an acceptance gives rise to, once, for each whom the policy names; integrity looks at it."""
    found = []
    for kind in policy_on(clock.today()).values.events[code]["subjects"]:
        subject: Subject = project.institution if kind == "institution" else project.principal_investigator
        if not CreditEvent.objects.filter(source=source, code=code, **of_subject(subject)).exists():
            found.append(open_event(project, subject, code, happened_on, basis, by=None, source=source))
    return found


def put_in_force(event: CreditEvent, *, by: User) -> CreditEvent:
    """By somebody else than who recorded it; from now on the points count and the subject is told."""
    with transaction.atomic():
        taken = take_step(
            event,
            "put_in_force",
            by=by,
            may=may_put_in_force,
            facts={"code": event.code, "points": event.points},
            changes={"in_force_by": by},
            policies=(event.policy_version,),
        )
        refresh_standing(subject_of(taken))
        tell_subject(taken, _("A credit event about you is in force"), CreditCode(taken.code).label, sms=True)
    return taken


def appeal_event(event: CreditEvent, *, by: User, appeal: str) -> CreditEvent:
    """The subject appeals; the points are suspended until the answer."""
    with transaction.atomic():
        taken = take_step(event, "appeal", by=by, may=may_appeal, reason=appeal, changes={"appeal": appeal})
        refresh_standing(subject_of(taken))
    return taken


def uphold_event(event: CreditEvent, *, by: User, answer: str) -> CreditEvent:
    """The appeal is answered: the event stands and counts again."""
    return _answered(event, "uphold", answer, by=by, may=may_answer_appeal)


def annul_event(event: CreditEvent, *, by: User, answer: str) -> CreditEvent:
    """The event is annulled, on appeal or before it came into force."""
    return _answered(event, "annul", answer, by=by, may=may_annul)


def _answered(event: CreditEvent, step: str, answer: str, *, by: User, may: Any) -> CreditEvent:
    with transaction.atomic():
        taken = take_step(event, step, by=by, may=may, reason=answer, changes={"answer": answer})
        refresh_standing(subject_of(taken))
        if taken.in_force_at:
            tell_subject(taken, _("Your appeal was answered"), answer)
    return taken


def subject_of(event: CreditEvent) -> Subject:
    subject = event.person or event.institution
    assert subject is not None
    return subject


def tell_subject(event: CreditEvent, subject: Any, body: Any, *, sms: bool = False) -> None:
    """Tell the person, or the institution's officers."""
    of = subject_of(event)
    users = User.objects.filter(person=of) if isinstance(of, Person) else officers_of(of)
    address = f"/records/credit/{event.uuid}/"
    notify(
        users,
        topic="credit",
        subject=subject,
        body=body,
        address=address,
        key=f"{address}:{event.state_since}",
        sms=sms,
    )


def refresh_standing(subject: Subject) -> Standing:
    """Compute the score anew and hand the band down to accounts; a sanction in force stays as it is."""
    with transaction.atomic():
        locked: Subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
        kept = Standing.objects.filter(**of_subject(locked)).first()
        found = score_of(locked, clock.today())
        return write_standing(
            score=found.score,
            band=found.band,
            sanctioned_until=kept.sanctioned_until if kept else None,
            sanction_document=kept.sanction_document if kept else "",
            **of_subject(locked),
        )


def refresh_standings() -> int:
    """Every subject that has a standing or a project under way, as of today (events grow old, projects overdue)."""
    wanted = Q(standing__isnull=False) | Q(projects__state__in=UNDER_WAY)
    people = Person.objects.filter(wanted).distinct().order_by("pk")
    units = Institution.objects.filter(wanted).distinct().order_by("pk")
    subjects: list[Subject] = [*people, *units]
    for subject in subjects:
        refresh_standing(subject)
    return len(subjects)
