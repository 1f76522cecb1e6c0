"""Bring a planned list in: batches of one transaction each, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from accounts.importing import InstitutionMatcher, PersonMatcher
from accounts.models import Institution, Person
from core import clock
from core.ledger import canonical, plain
from core.records import Origin
from core.transitions import Brought, bring_in_many
from core.verdict import YES, Refused, no
from core.workbooks import Row
from projects.calls.models import Programme
from projects.contracts.importing.plan import IMPORTED, REFUSED, THERE, Fate, Plan, make_plan, waiting
from projects.contracts.importing.rules import Entry, ListMapping, comparable, entry_from
from projects.contracts.models import Project

BATCH = 1_000
IMPORT_LOCK = 7_305_130
Rows = Callable[[], Iterator[Row]]


@dataclass
class Progress:
    """How far a run is; told after every batch."""

    done: int
    total: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def remaining(self) -> float:
        return (self.total - self.done) / self.per_second if self.per_second else 0.0


@dataclass
class Imported:
    """What a run did: the fate of every row, and each institution with its rows (opened: not known before)."""

    plan: Plan
    institutions: dict[str, tuple[bool, int]] = field(default_factory=dict)
    people_opened: int = 0
    seconds: float = 0.0


def import_list(
    rows: Rows,
    mapping: ListMapping,
    programme: Programme,
    *,
    by: Any = None,
    source: str = "",
    dry_run: bool = False,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> Imported:
    """Import a list of running and closed projects into a programme; ``rows()`` reads it from the beginning.

    Row by row: imported | merged into a richer row | already there | refused, with the reason. A second run changes
    nothing. With ``dry_run`` nothing is written. Raises Refused (*when*, ``import-runs``) while another import runs.
    """
    began, today = time.monotonic(), clock.today()
    plan = make_plan(rows(), mapping, today)
    done = Imported(plan)
    with only_one():
        run = _Run(mapping, programme, by, source, dry_run, today)
        total, count = sum(1 for fate in plan.fates if fate.outcome == "waits"), 0
        batches = waiting(plan, rows())
        while batch := list(islice(batches, BATCH)):
            run.bring(batch)
            count += len(batch)
            tell(Progress(count, total, time.monotonic() - began))
        done.institutions, done.people_opened = run.institutions.used(), run.people.opened
    done.seconds = time.monotonic() - began
    return done


class only_one:  # reads as a phrase: with only_one()
    """One import at a time: two would open the same institution twice."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
            if not cursor.fetchone()[0]:
                raise Refused(no("when", "import-runs"))

    def __exit__(self, *_error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])


class _Run:
    def __init__(
        self, mapping: ListMapping, programme: Programme, by: Any, source: str, dry_run: bool, today: date
    ) -> None:
        self.mapping, self.programme, self.by, self.today = mapping, programme, by, today
        self.source, self.dry_run = source, dry_run
        self.institutions, self.people = InstitutionMatcher(), PersonMatcher()

    def bring(self, batch: list[tuple[Fate, Row]]) -> None:
        """One batch in one transaction; the fates are settled."""
        entries = [(fate, row, entry_from(row.cells, row.extra, self.mapping, self.today)) for fate, row in batch]
        there = {
            project.number: project
            for project in Project.objects.filter(number__in=[fate.number for fate, _row in batch])
            .select_related("principal_investigator")
            .defer("source_row")
        }
        fresh = []
        for fate, row, entry in entries:
            known = there.get(entry.number)
            if known is None:
                fresh.append((fate, row, entry))
            else:
                fate.outcome, fate.why = compared(known, entry, self.programme)
                self.institutions.note(self.institutions.find(entry.institution, entry.credit_code))
        with transaction.atomic():
            units = self.institutions.find_or_open_many(
                [(e.institution, e.province, e.credit_code, e.institution_kind) for _f, _r, e in fresh],
                write=not self.dry_run,
            )
            people = self.people.find_or_open_many(
                [(e.leader, unit, e.rank) for (_f, _r, e), unit in zip(fresh, units, strict=True)],
                write=not self.dry_run,
            )
            if not self.dry_run:
                bring_in_many(
                    [
                        self._brought(*each, *who)
                        for each, who in zip(fresh, zip(units, people, strict=True), strict=True)
                    ],
                    by=self.by,
                )
        for fate, _row, _entry in fresh:
            fate.outcome = IMPORTED

    def _brought(self, fate: Fate, row: Row, entry: Entry, unit: Institution, leader: Person) -> Brought:
        said = {head: plain(value) for head, value in row.cells.items() if value not in {None, ""}}
        project = Project(
            number=entry.number,
            programme=self.programme,
            title=entry.title,
            institution=unit,
            principal_investigator=leader,
            discipline=entry.discipline,
            year=entry.year,
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            granted=entry.granted,
            self_raised=entry.self_raised,
            started_at=midnight(entry.starts_on),
            ended_at=midnight(entry.closed_on),
            certificate_number=entry.certificate,
            source_row=said,
        )
        project.thread = project.uuid
        facts = {
            "source": self.source,
            "row": row.number,
            "number": entry.number,
            "row_sha256": hashlib.sha256(canonical(said)).hexdigest(),
        }
        return Brought(project, entry.state, facts, midnight(entry.starts_on))


def midnight(day: date | None) -> datetime | None:
    """The beginning of a day in the office's time zone."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))


def compared(known: Project, entry: Entry, programme: Programme) -> tuple[str, Any]:
    """A project of this number is in the system: is it this one, and does it say the same?"""
    same_title = comparable(known.title) == comparable(entry.title)
    same_leader = comparable(known.principal_investigator.name) == comparable(entry.leader)
    ours = known.programme_id == programme.pk and known.origin == Origin.IMPORTED
    if not ours or not (same_title or same_leader):
        return REFUSED, no("what", "import-number-taken", number=known.number)
    if not same_title or not same_leader or known.ended_at != midnight(entry.closed_on):
        return THERE, no("what", "import-there-but-differs")
    return THERE, YES


__all__ = ["Imported", "Progress", "Rows", "import_list", "midnight"]
