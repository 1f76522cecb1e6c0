"""Numbers given out one after another, without gaps by rollback surprises: the series row is locked until commit."""

from __future__ import annotations

from django.db import connection


def next_number(series: str) -> int:
    """The next number of a series, from 1. Must run inside the transaction that uses it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_numberseries (name, last) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET last = core_numberseries.last + 1 RETURNING last",
            [series],
        )
        number: int = cursor.fetchone()[0]
    return number
