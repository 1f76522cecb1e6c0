"""The credit score of a person or an institution, with the whole way to it. Nothing of it is public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import has_role
from core import clock
from core.ledger import plain
from core.reasons import words_of
from core.verdict import Verdict
from funding.credit.permissions import may_read_statement
from funding.credit.queries import READERS, Line, Statement, statement_of, subject_by
from funding.credit.rules import YearScore
from funding.credit.states import CreditCode


class CreditScores(APIView):
    """Score, band, years, events, what would be without each of them, and what will come."""

    subject_kind = "person"

    @extend_schema(responses=dict)
    def get(self, request: Request, uuid: UUID) -> Response:
        subject = subject_by(self.subject_kind, uuid)
        if subject is None or not may_read_statement(request.user, subject):
            raise Http404
        statement = statement_of(subject, clock.now())
        return Response(plain(shape(statement, sees_pending=bool(has_role(request.user, *READERS)))))


def shape(statement: Statement, *, sees_pending: bool) -> dict[str, Any]:
    score = statement.score
    return {
        "subject": {"id": statement.subject.uuid, "name": statement.subject.name},
        "at": statement.at,
        "score": score.score,
        "earned_band": score.earned,
        "band": score.band,
        "caps": [
            {"code": cap.code, "band": cap.band, "reason": words_of(Verdict("what", cap.code, cap.facts))}
            for cap in score.caps
        ],
        "years": [_year(year) for year in score.years],
        "events": [_line(line) for line in statement.lines],
        "suspended": [
            {"id": event.uuid, "code": event.code, "state": event.state, "points": event.points}
            for event in statement.pending
            if sees_pending or event.in_force_at
        ],
        "outlook": [{"on": each.on, "score": each.score, "band": each.band} for each in statement.outlook],
        "policy_version": statement.policy.version,
    }


def _year(year: YearScore) -> dict[str, Any]:
    return {
        "number": year.number,
        "since": year.since,
        "until": year.until,
        "weight": year.weight,
        "score": year.score,
        "projects": [
            {
                "number": each.project,
                "title": each.title,
                "score": each.score,
                "capped": list(each.capped),
                "events": [counted.event.key for counted in each.counted],
            }
            for each in year.projects
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.event.uuid,
        "code": line.event.code,
        "label": CreditCode(line.event.code).label,
        "project": line.event.project.number,
        "happened_on": line.event.happened_on,
        "points": line.points,
        "weight": line.weight,
        "expires_on": line.expires_on,
        "without": {"score": line.without.score, "band": line.without.band},
    }
