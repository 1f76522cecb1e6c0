"""The log of reads of sensitive data: who saw which records. Sealed in batches with the ledger's checkpoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import clock
from core.ledger import actor_of, plain
from core.models import AccessEntry


def note_read(user: Any, action: str, records: Iterable[Any]) -> None:
    """Write that ``user`` read ``records`` (uuids) by ``action``."""
    AccessEntry.objects.create(at=clock.now(), actor=actor_of(user)[0], action=action, records=plain(list(records)))
