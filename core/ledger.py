"""The ledger: append-only, one hash chain per record; sealed into signed Merkle checkpoints by core/checkpoints.py.

The hash of an entry is SHA-256 over a version byte and the length-prefixed canonical JSON of its content, the hash of
the entry before it included. ``tools/verify_ledger_alone.py`` recomputes it with the standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.models import LedgerEntry
from core.records import Record

VERSION = b"\x01"
GENESIS = "0" * 64


def plain(value: Any) -> Any:
    """The JSON form of a value: numbers of money as text, instants in UTC, no floats."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | float):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, over version byte, 8-byte length and canonical JSON."""
    body = canonical(content)
    return hashlib.sha256(VERSION + len(body).to_bytes(8, "big") + body).hexdigest()


def content_of(entry: LedgerEntry) -> dict[str, Any]:
    """What is hashed: every column but the database's own id and the hash itself."""
    return {
        "kind": entry.kind,
        "record": str(entry.record),
        "thread": str(entry.thread),
        "seq": entry.seq,
        "at": plain(entry.at),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "role": entry.role,
        "step": entry.step,
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "reason": entry.reason,
        "facts": entry.facts,
        "policies": entry.policies,
        "previous": entry.previous,
    }


def actor_of(by: Any) -> tuple[str, str]:
    """(stable address, name at the time) of an actor; the system is ``("system", "")``."""
    if by is None:
        return "system", ""
    return f"user:{by.uuid}", by.display_name()


def append(
    record: Record,
    *,
    step: str,
    by: Any,
    at: datetime,
    role: str = "",
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    policies: tuple[int, ...] = (),
) -> LedgerEntry:
    """Append one entry to the record's chain. The record must be locked (or just inserted) in this transaction.

    Two writers of one chain cannot both succeed: (kind, record, seq) is unique.
    """
    head = (
        LedgerEntry.objects.filter(kind=record.kind, record=record.uuid)
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    seq, previous = (head[0] + 1, head[1]) if head else (1, GENESIS)
    actor, actor_name = actor_of(by)
    entry = LedgerEntry(
        kind=record.kind,
        record=record.uuid,
        thread=record.thread,
        seq=seq,
        at=at,
        actor=actor,
        actor_name=actor_name,
        role=role,
        step=step,
        from_state=str(from_state),
        to_state=str(to_state),
        reason=reason,
        facts=plain(facts or {}),
        policies=list(policies),
        previous=previous,
    )
    entry.hash = hash_of(content_of(entry))
    entry.save(force_insert=True)
    return entry
