"""The reserve pool of the demo: admitted with maturity and marks; the best are released against the year's line."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from projects.demo.calls import CLOSED, RUNNING, Cohort
from projects.pool.models import PoolEntry
from projects.pool.services import admit_entry, release_entry
from projects.pool.states import PoolState

RELEASED = 10


def put_in_pool(world: dict[str, Any], cohort: Cohort, at: datetime) -> None:
    """Admit what waits; release ten of it three days later; under review the rest stays in the pool."""
    clock.move_to(at)
    waiting = PoolEntry.objects.filter(
        application__call=cohort.call, state=PoolState.AWAITING_ADMISSION
    ).select_related("application__call__programme")
    admitted = []
    for n, entry in enumerate(waiting.order_by("pk")):
        if n % 9 == 8 and cohort.age not in (CLOSED, RUNNING):
            continue  # still to be admitted
        marks = {"policy_fit": Decimal(95 - n * 7 % 26), "readiness": Decimal(95 - n * 11 % 31)}
        admitted.append(admit_entry(entry, by=cohort.officer, maturity="ABA"[n % 3], **marks))
    clock.move_to(at + timedelta(days=3))
    line = world["lines"][cohort.code, cohort.call.year]
    for entry in sorted(admitted, key=lambda each: each.rank_key or 0, reverse=True)[:RELEASED]:
        release_entry(entry, by=cohort.officer, appropriation=line)
