"""Invariants of the core: state equals history, chains have no gap, the clock of production stands still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from core.contributions import Invariant
from core.records import Record


def record_models() -> list[type[Record]]:
    """Every concrete kind of record."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def _rows(query: str, parameters: list[Any] | None = None) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or [])
        for row in cursor.fetchall():
            yield " ".join(str(value) for value in row)


def state_is_not_history() -> Iterator[str]:
    """Records whose state is not where the last step of their chain led (G26)."""
    for model in record_models():
        table = model._meta.db_table
        yield from _rows(
            f"""
            SELECT %s, r.uuid, r.state, h.to_state FROM "{table}" r
            LEFT JOIN LATERAL (
                SELECT to_state FROM core_ledgerentry e
                WHERE e.kind = %s AND e.record = r.uuid AND e.to_state <> '' ORDER BY e.seq DESC LIMIT 1
            ) h ON true
            WHERE h.to_state IS DISTINCT FROM r.state
            """,  # noqa: S608  # the table name is Django's own
            [model.kind, model.kind],
        )


def gaps_in_chains() -> Iterator[str]:
    return _rows(
        "SELECT kind, record FROM core_ledgerentry GROUP BY kind, record HAVING max(seq) <> count(*) OR min(seq) <> 1"
    )


def arrows_outside_the_table() -> Iterator[str]:
    """Ledger entries that claim a move their lifecycle does not have."""
    for model in record_models():
        allowed = [f"{step}:{a}:{b}" for step, a, b in model.lifecycle.arrows()]
        yield from _rows(
            """
            SELECT kind, record, seq, step FROM core_ledgerentry
            WHERE kind = %s AND from_state <> '' AND NOT (step || ':' || from_state || ':' || to_state = ANY(%s))
            """,
            [model.kind, allowed],
        )


def moved_clock_in_production() -> Iterator[str]:
    if settings.DEMO:
        return iter(())
    return _rows("SELECT 'core_installation says demo' FROM core_installation WHERE demo")


def app_role_can_rewrite() -> Iterator[str]:
    """Append-only tables that the application's role could change."""
    from core.roles import APP_ROLE, append_only_tables

    return _rows(
        """
        SELECT t, p FROM unnest(%s::text[]) t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p
        WHERE has_table_privilege(%s, t, p)
        """,
        [append_only_tables(), APP_ROLE],
    )


INVARIANTS = [
    Invariant("state-is-history", "a record's state is where its last step led", state_is_not_history),
    Invariant("chain-without-gap", "a chain counts 1, 2, 3 ...", gaps_in_chains),
    Invariant("arrow-in-table", "every move in the ledger is in its lifecycle", arrows_outside_the_table),
    Invariant("clock-stands", "production's clock cannot be moved", moved_clock_in_production),
    Invariant("append-only", "the application's role cannot rewrite an append-only table", app_role_can_rewrite),
]
