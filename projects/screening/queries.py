"""What people and institutions are engaged in."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Person, Standing
from projects.screening.models import Engagement
from projects.screening.rules import Engaged


def open_engagements(person: Person, *, other_than: int | None = None) -> QuerySet[Engagement]:
    """Engagements of a person that have not ended, but for those of one application."""
    rows = Engagement.objects.filter(person=person, closed_at=None)
    return rows if other_than is None else rows.exclude(application_id=other_than)


def engaged_as(person: Person, *, other_than: int | None = None) -> list[Engaged]:
    rows = open_engagements(person, other_than=other_than).values_list(
        "application__call__programme__code", "kind", "is_lead", "due_on"
    )
    return [Engaged(*row) for row in rows]


def standing_of(person: Person) -> Standing | None:
    return Standing.objects.filter(person=person).first()
