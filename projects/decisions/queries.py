"""Who sees which decisions, notices and objections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.permissions import has_role, is_staff
from accounts.roles import Role
from projects.calls.queries import programmes_of
from projects.decisions.models import Decision, DecisionItem, Notice, Objection
from projects.decisions.states import ItemVerdict, NoticeState, ObjectionState

OPEN = (ObjectionState.FILED, ObjectionState.INVESTIGATING)


def visible_decisions(user: Any) -> QuerySet[Decision]:
    if not is_staff(user):
        return Decision.objects.none()
    return Decision.objects.filter(call__programme__in=programmes_of(user)).select_related(
        "call__programme", "appropriation"
    )


def visible_notices(user: Any) -> QuerySet[Notice]:
    seen = Q(state__in=[NoticeState.PUBLISHED, NoticeState.CLOSED])
    if is_staff(user):
        seen |= Q(decision__call__programme__in=programmes_of(user))
    return Notice.objects.filter(seen).select_related("decision__call__programme")


def public_notices(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(state__in=[NoticeState.PUBLISHED, NoticeState.CLOSED], published_at__lte=at).order_by(
        "-published_at"
    )


def visible_objections(user: Any) -> QuerySet[Objection]:
    """Objectors' names are for the integrity officer, leaders and auditors only."""
    if has_role(user, Role.INTEGRITY, Role.AUDITOR, Role.LEADER):
        return Objection.objects.select_related("notice", "item__application")
    return Objection.objects.none()


def items_to_issue(decision: Decision) -> QuerySet[DecisionItem]:
    """Items to be funded that no open or upheld objection holds and that are not issued yet."""
    holding = Objection.objects.filter(item=OuterRef("pk"), state__in=[*OPEN, ObjectionState.UPHELD])
    return decision.items.filter(verdict=ItemVerdict.FUND, issued_at=None).exclude(Exists(holding))


def items_to_contract(decision: Decision) -> QuerySet[DecisionItem]:
    """Issued items that have no project yet."""
    return decision.items.filter(issued_at__isnull=False, project__isnull=True).select_related(
        "application__call__programme", "application__institution"
    )
