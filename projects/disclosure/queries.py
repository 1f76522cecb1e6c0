"""What the public may read (items and projects once issued, field by field), and how far a thread has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.contributions import Disclosed, collect
from core.ledger import plain
from core.records import Fact, Table
from projects.applications.models import Application
from projects.contracts.models import Project
from projects.decisions.models import DecisionItem
from projects.decisions.states import DecisionState, ItemVerdict
from projects.disclosure.rules import NEVER_TOLD, Life
from projects.outcomes.models import ReviewOutcome

ROWS = "rows"


def funded_items(at: datetime) -> QuerySet[DecisionItem]:
    """Issued items with title, institution, leader and amount, newest first; approvals that lapsed are left out."""
    return (
        DecisionItem.objects.filter(issued_at__lte=at)
        .exclude(project__state__in=NEVER_TOLD)
        .select_related(
            "application__institution", "application__principal_investigator", "decision__call__programme", "project"
        )
        .order_by("-issued_at", "position")
    )


def public_projects(at: datetime) -> QuerySet[Project]:
    """Projects whose approval has been issued and has not lapsed; newest first."""
    return (
        Project.objects.filter(decision_item__issued_at__lte=at)
        .exclude(state__in=NEVER_TOLD)
        .select_related("programme", "institution", "principal_investigator", "decision_item", "acceptance")
        .prefetch_related("achievements")
        .order_by("-decision_item__issued_at", "decision_item__position")
    )


def public_fields() -> list[Disclosed]:
    """Every field that a room discloses, in their order."""
    return collect("disclosed", "DISCLOSED")


def public_facts(project: Project) -> list[Fact]:
    """The single values that are public by now."""
    values = [(field, field.read(project)) for field in public_fields() if field.kind != ROWS]
    return [Fact(field.key, field.label, value, field.kind) for field, value in values if value is not None]


def public_tables(project: Project) -> list[Table]:
    """The lists that are public by now."""
    found = []
    for field in public_fields():
        rows = field.read(project) if field.kind == ROWS else None
        if rows:
            found.append(Table(field.key, field.label, field.columns, rows))
    return found


def public_values(project: Project) -> dict[str, Any]:
    """The same for the API: every public field by its key; what is not public yet is absent."""
    values = ((field.key, field.read(project)) for field in public_fields())
    return {key: plain(value) for key, value in values if value is not None}


def life_of(thread: UUID) -> Life | None:
    """The states of a thread's records, or None where no proposal or project has this thread. One query, or two for a
    project that was brought in without its application."""
    turned_down = DecisionItem.objects.filter(
        application=OuterRef("pk"), decision__state=DecisionState.ISSUED, verdict=ItemVerdict.REJECT
    )
    found = (
        Application.objects.filter(thread=thread)
        .values_list(
            "state",
            "call__programme__pool_gate",
            "pool_entry__state",
            Exists(ReviewOutcome.objects.filter(application=OuterRef("pk"))),
            Exists(turned_down),
            "project__state",
            "project__acceptance__state",
            "project__archive__state",
        )
        .first()
    )
    if found is None:
        states = Project.objects.filter(thread=thread).values_list("state", "acceptance__state", "archive__state")
        project = states.first()
        return Life(project=project[0], acceptance=project[1] or "", archive=project[2] or "") if project else None
    application, gate, pool, is_reviewed, is_turned_down, project, acceptance, archive = found
    return Life(
        application, gate, pool or "", is_reviewed, is_turned_down, project or "", acceptance or "", archive or ""
    )
