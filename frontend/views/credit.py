"""The credit statement: score, band, how it is made up, what each event costs, when it expires. Nothing of it is public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Institution, MembershipRole, Person
from accounts.permissions import has_role
from accounts.queries import institutions_of
from core import clock
from core.reasons import words_of
from core.records import step_verdict
from core.verdict import Verdict
from funding.credit.permissions import appeal_until, is_subject, may_read_statement
from funding.credit.queries import (
    READERS,
    Line,
    Statement,
    Subject,
    statement_of,
    subject_by,
    subjects_with_credit,
    subjects_without_standing,
)
from funding.credit.rules import CreditScore
from funding.credit.states import CreditCategory, CreditCode

GAUGE = 600  # width of the drawing; 100 points


def own(request: HttpRequest) -> HttpResponse:
    """Readers of the bureau choose a subject; everybody else sees the own statement, officers their institution's too."""
    user: Any = request.user
    if has_role(user, *READERS):
        words = request.GET.get("q", "")
        context = {
            "words": words,
            "standings": subjects_with_credit(words),
            "others": [(each, address_of(each)) for each in subjects_without_standing(words)],
        }
        return render(request, "credit/choose.html", context)
    person = Person.objects.filter(pk=user.person_id).first()
    subject: Subject | None = person or next(iter(_units(user)), None)
    if subject is None:
        raise Http404
    return _page(request, subject)


def of_person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _named(request, "person", uuid)


def of_institution(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _named(request, "institution", uuid)


def _named(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    subject = subject_by(kind, uuid)
    if subject is None or not may_read_statement(request.user, subject):
        raise Http404
    return _page(request, subject)


def _page(request: HttpRequest, subject: Subject) -> HttpResponse:
    user: Any = request.user
    statement = statement_of(subject, clock.now())
    policy = statement.policy.values
    context = {
        "subject": subject,
        "is_person": isinstance(subject, Person),
        "statement": statement,
        "score": statement.score,
        "caps": [words_of(Verdict("what", cap.code, cap.facts)) for cap in statement.score.caps],
        "years": years_of(statement.score),
        "lines": [line_of(line, statement.score, user) for line in statement.lines],
        "pending": [(event, CreditCode(event.code).label) for event in statement.pending if _may_see(user, event)],
        "gauge": gauge(statement),
        "inspection": policy.inspection.get(statement.score.band),
        "policy": policy,
        "tabs": [] if has_role(user, *READERS) else [(each, address_of(each)) for each in _own_subjects(user)],
    }
    return render(request, "credit/statement.html", context)


def _own_subjects(user: Any) -> list[Subject]:
    found: list[Subject] = list(Person.objects.filter(pk=user.person_id))
    return [*found, *_units(user)]


def _units(user: Any) -> list[Institution]:
    return list(Institution.objects.filter(pk__in=institutions_of(user, MembershipRole.OFFICER)))


def _may_see(user: Any, event: Any) -> bool:
    """What is only recorded and waits for the integrity officer is not shown to its subject yet."""
    return event.in_force_at is not None or bool(has_role(user, *READERS))


def address_of(subject: Subject) -> str:
    kind = "person" if isinstance(subject, Person) else "institution"
    return f"/credit/{kind}/{subject.uuid}/"


def years_of(score: CreditScore) -> list[dict[str, Any]]:
    """Each year with what it adds to the score."""
    return [{"year": year, "adds": year.score * year.weight / 100} for year in score.years]


def line_of(line: Line, score: CreditScore, user: Any) -> dict[str, Any]:
    """An event with its price: how much higher the score would be without it; and whether it can be appealed."""
    event = line.event
    appeal = step_verdict(user, event, "appeal", clock.now()) if is_subject(user, event) else None
    return {
        "line": line,
        "label": CreditCode(event.code).label,
        "category": CreditCategory(score_category(line, score)).label,
        "cost": line.without.score - score.score,
        "appeal": appeal,
        "appeal_reason": words_of(appeal) if appeal is not None and not appeal else "",
        "appeal_until": appeal_until(event) if appeal else None,
    }


def score_category(line: Line, score: CreditScore) -> str:
    return next(each.event.category for each in score.counted() if each.event.key == str(line.event.uuid))


def gauge(statement: Statement) -> dict[str, Any]:
    """The bands as zones of a line from 0 to 100, and where the score stands on it."""
    policy, unit = statement.policy.values, GAUGE / 100
    edges = [0, float(policy.band_c), float(policy.band_b), float(policy.band_a), 100]
    zones = [
        {"band": band, "x": left * unit, "width": (right - left) * unit, "middle": (left + right) / 2 * unit}
        for band, left, right in zip("DCBA", edges, edges[1:], strict=False)
    ]
    return {"zones": zones, "x": float(statement.score.score) * unit, "edges": [(e * unit, e) for e in edges[1:4]]}
