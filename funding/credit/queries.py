"""What the credit score is made of, and who sees which events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Institution, MembershipRole, Person, Standing
from accounts.permissions import has_role
from accounts.queries import institutions_of
from accounts.roles import Role
from core.calendar import add_months
from core.clock import local_day
from core.policy import InForce, in_force
from funding.credit.models import CreditEvent
from funding.credit.policy import CreditPolicy
from funding.credit.rules import Carried, CreditScore, Event, Later, credit_score, outlook, without
from funding.credit.states import CreditState
from projects.acceptance.models import Acceptance
from projects.contracts.models import Project
from projects.contracts.states import ProjectState

Subject = Person | Institution
READERS = (Role.INTEGRITY, Role.OFFICER, Role.LEADER, Role.AUDITOR)
UNDER_WAY = (ProjectState.ACTIVE, ProjectState.RECTIFYING, ProjectState.SUSPENDED)
NEVER_RAN = (ProjectState.CONTRACTING, ProjectState.LAPSED)


@dataclass(frozen=True)
class Facts:
    """Everything that the score of one subject is made of."""

    events: list[Event]
    projects: list[Carried]
    overdue_since: date | None
    sanctioned_until: date | None

    def standing(self) -> dict[str, date | None]:
        return {"overdue_since": self.overdue_since, "sanctioned_until": self.sanctioned_until}


@dataclass(frozen=True)
class Line:
    """One event on the statement: how it counts, and the score without it."""

    event: CreditEvent
    points: Any
    weight: int
    expires_on: date
    without: CreditScore


@dataclass(frozen=True)
class Statement:
    """The credit page of one subject: the score, every event with what it costs, what hangs, what will come."""

    subject: Subject
    at: datetime
    score: CreditScore
    lines: list[Line]
    pending: list[CreditEvent]  # appealed (suspended) or not yet in force: no points
    outlook: list[Later]
    policy: InForce[CreditPolicy]


def of_subject(subject: Subject) -> dict[str, Any]:
    """The filter of rows about a person or an institution."""
    return {"person": subject} if isinstance(subject, Person) else {"institution": subject}


def visible_credit_events(user: Any) -> QuerySet[CreditEvent]:
    """The subject (when in force or later), its institution's officers, and the readers of the bureau. Never public."""
    rows = CreditEvent.objects.select_related("person", "institution", "project")
    if has_role(user, *READERS):
        return rows
    own = Q(pk__in=())
    if user is not None and getattr(user, "person_id", None):
        own |= Q(person_id=user.person_id)
    units = institutions_of(user, MembershipRole.OFFICER)
    if units:
        own |= Q(institution_id__in=units)
    return rows.filter(own).exclude(state=CreditState.RECORDED).exclude(in_force_at=None)


def facts_of(subject: Subject, today: date, policy: CreditPolicy) -> Facts:
    """Four queries, however many projects and events there are."""
    rows = list(events_in_force(subject).select_related("project"))
    led = {"principal_investigator": subject} if isinstance(subject, Person) else {"institution": subject}
    projects = list(Project.objects.filter(**led).exclude(state__in=NEVER_RAN))
    standing = Standing.objects.filter(**of_subject(subject)).first()
    return Facts(
        events=[event_of(each, policy) for each in rows],
        projects=[_carried(each) for each in projects],
        overdue_since=_overdue_since(led, today, policy.acceptance_months),
        sanctioned_until=standing.sanctioned_until if standing else None,
    )


def events_in_force(subject: Subject) -> QuerySet[CreditEvent]:
    return CreditEvent.objects.filter(state=CreditState.IN_FORCE, **of_subject(subject))


def event_of(row: CreditEvent, policy: CreditPolicy) -> Event:
    """The row as the rule reads it: the points it was recorded with, the category of the policy in force."""
    shape = policy.events.get(row.code, {})
    return Event(
        str(row.uuid),
        row.project.number,
        row.code,
        shape.get("category", ""),
        row.points,
        row.happened_on,
        row.is_veto,
        row.self_reported,
    )


def _carried(project: Project) -> Carried:
    """A running project has no end; one that ended without a date (imported) ended when it was planned to."""
    starts = local_day(project.started_at) if project.started_at else project.starts_on
    if project.ended_at:
        ends: date | None = local_day(project.ended_at)
    else:
        under_way = project.state in (*UNDER_WAY, ProjectState.UNDER_ACCEPTANCE)
        ends = None if under_way else project.ends_on
    return Carried(project.number, project.title, starts, ends)


def _overdue_since(led: dict[str, Any], today: date, months: int) -> date | None:
    """Since when the oldest acceptance application has been due and not filed."""
    applied = Acceptance.objects.filter(project=OuterRef("pk"), submitted_at__isnull=False)
    ended = (
        Project.objects.filter(state__in=UNDER_WAY, ends_on__lt=today, **led)
        .exclude(Exists(applied))
        .order_by("ends_on")
        .values_list("ends_on", flat=True)
        .first()
    )
    due = add_months(ended, months) if ended else None
    return due if due and due < today else None


def policy_on(today: date) -> InForce[CreditPolicy]:
    return in_force(CreditPolicy, on=today)


def score_of(subject: Subject, today: date) -> CreditScore:
    """The score as it stands on a day."""
    policy = policy_on(today).values
    facts = facts_of(subject, today, policy)
    return credit_score(facts.events, facts.projects, today, policy.scale(), **facts.standing())


def statement_of(subject: Subject, at: datetime) -> Statement:
    """Everything the credit page shows, in a fixed number of queries."""
    today = local_day(at)
    policy = policy_on(today)
    scale, facts = policy.values.scale(), facts_of(subject, today, policy.values)
    score = credit_score(facts.events, facts.projects, today, scale, **facts.standing())
    rows = {str(row.uuid): row for row in events_in_force(subject).select_related("project")}
    lines = [
        Line(
            rows[each.event.key],
            each.points,
            each.weight,
            each.expires_on,
            without(each.event.key, facts.events, facts.projects, today, scale, **facts.standing()),
        )
        for each in score.counted()
    ]
    pending = CreditEvent.objects.filter(
        state__in=[CreditState.RECORDED, CreditState.APPEALED], **of_subject(subject)
    ).select_related("project")
    return Statement(
        subject=subject,
        at=at,
        score=score,
        lines=lines,
        pending=list(pending.order_by("-happened_on", "-pk")),
        outlook=outlook(facts.events, facts.projects, today, scale, **facts.standing()),
        policy=policy,
    )


def subjects_with_credit(words: str, most: int = 50) -> list[Standing]:
    """Standings to choose from, the lowest first; with words, those whose name has them."""
    rows = Standing.objects.select_related("person", "institution")
    for word in words[:80].split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(institution__name__icontains=word))
    return list(rows.order_by("score", "pk")[:most])


def subjects_without_standing(words: str, most: int = 20) -> list[Subject]:
    """People and institutions of a name about whom nothing was ever computed (they stand at 100)."""
    if not words.strip():
        return []
    led = Project.objects.filter(principal_investigator=OuterRef("pk"))
    people: Iterable[Subject] = Person.objects.filter(Exists(led), name__icontains=words[:80], standing=None)[:most]
    held = Project.objects.filter(institution=OuterRef("pk"))
    units: Iterable[Subject] = Institution.objects.filter(Exists(held), name__icontains=words[:80], standing=None)[
        :most
    ]
    return [*people, *units]


def subject_by(kind: str, uuid: Any) -> Subject | None:
    """The person or institution that an address names."""
    if kind == "person":
        return Person.objects.filter(uuid=uuid).first()
    return Institution.objects.filter(uuid=uuid).first()
