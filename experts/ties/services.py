"""Verbs of ties."""

from __future__ import annotations

from datetime import date

from accounts.models import Institution, Person
from core import clock
from experts.ties.models import Tie, TieSource


def note_tie(
    person: Person,
    kind: str,
    *,
    other: Person | None = None,
    institution: Institution | None = None,
    since: date | None = None,
    until: date | None = None,
    source: str = TieSource.DECLARED,
    evidence: str = "",
) -> Tie:
    """Note a tie of a person to another person or to an institution; ``until`` is the last day of joint work."""
    return Tie.objects.create(
        person=person,
        other=other,
        institution=institution,
        kind=kind,
        since=since,
        until=until,
        source=source,
        evidence=evidence,
        noted_at=clock.now(),
    )
