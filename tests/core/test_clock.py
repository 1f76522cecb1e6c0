"""The clock is the database's; it moves in an installation marked as demo and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from core import clock

pytestmark = pytest.mark.django_db


def test_a_moved_clock_ticks_on(moved_clock):
    moved_clock(datetime(2024, 3, 1, 9, tzinfo=UTC))
    first, second = clock.now(), clock.now()
    assert timedelta(0) < second - first < timedelta(seconds=5)
    assert first.year == 2024
    assert str(clock.today()) == "2024-03-01"


def test_production_does_not_listen_and_the_application_cannot_mark_itself_demo(moved_clock, owner_connection):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_installation SET demo = true")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('keheng_now'::regproc)")
        assert "core_installation" in cursor.fetchone()[0]
