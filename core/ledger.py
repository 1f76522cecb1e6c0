"""The ledger: append-only, one hash chain per record; sealed into signed Merkle checkpoints by core/checkpoints.py.

The hash of an entry is SHA-256 over a version byte and the length-prefixed canonical JSON of its content, the hash of
the entry before it included. ``tools/verify_ledger_alone.py`` recomputes it with the standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
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
    entry = _entry(
        record,
        head or (0, GENESIS),
        actor_of(by),
        step=step,
        at=at,
        role=role,
        from_state=str(from_state),
        to_state=str(to_state),
        reason=reason,
        facts=plain(facts or {}),
        policies=list(policies),
    )
    entry.save(force_insert=True)
    return entry


def begin_many(
    begun: Iterable[tuple[Record, str, Mapping[str, Any]]], *, step: str, by: Any, at: datetime, role: str = ""
) -> int:
    """Begin the chains of many records, each just inserted in this transaction: (record, state, facts).

    Writes what ``append`` would write for each, in one statement a thousand. Returns how many.
    """
    actor = actor_of(by)
    entries = [
        _entry(
            record, (0, GENESIS), actor, step=step, at=at, role=role, from_state="", to_state=str(state), reason="",
            facts=plain(facts), policies=[],
        )
        for record, state, facts in begun
    ]  # fmt: skip
    LedgerEntry.objects.bulk_create(entries, batch_size=1_000)
    return len(entries)


def _entry(record: Record, head: tuple[int, str], actor: tuple[str, str], **told: Any) -> LedgerEntry:
    """The entry after ``head`` (seq, hash) in the record's chain, hashed; not yet written."""
    entry = LedgerEntry(
        kind=record.kind,
        record=record.uuid,
        thread=record.thread,
        seq=head[0] + 1,
        actor=actor[0],
        actor_name=actor[1],
        previous=head[1],
        **told,
    )
    entry.hash = hash_of(content_of(entry))
    return entry
