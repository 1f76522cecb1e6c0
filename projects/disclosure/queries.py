"""What the public may read (funded items once issued, nothing before), and how far a thread has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from projects.applications.models import Application
from projects.contracts.models import Project
from projects.decisions.models import DecisionItem
from projects.decisions.states import DecisionState, ItemVerdict
from projects.disclosure.rules import Life
from projects.outcomes.models import ReviewOutcome


def funded_items(at: datetime) -> QuerySet[DecisionItem]:
    """Issued items with title, institution, leader and amount; newest first."""
    return (
        DecisionItem.objects.filter(issued_at__lte=at)
        .select_related("application__institution", "application__principal_investigator", "decision__call__programme")
        .order_by("-issued_at", "position")
    )


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
