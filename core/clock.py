"""The one clock: the database's. Movable in demo and tests (``keheng.clock_offset``), never in production."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection


def now() -> datetime:
    """The database's time, aware, in UTC. Ask after the lock, not before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keheng_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def today() -> date:
    """Today in the office's time zone."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The calendar day of an instant in the office's time zone."""
    return instant.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def move_to(instant: datetime | None) -> None:
    """Let this connection's clock tick on from an instant (None: the true time). Counts in demo and tests only."""
    offset = "" if instant is None else str(round((instant - datetime.now(UTC)).total_seconds() * 1_000_000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.clock_offset', %s, false)", [offset])
