"""The whole life of one proposal in the ledger: verified chain by chain, and exported for tools/verify_ledger_alone.py."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.checkpoints import entry_problem
from core.ledger import GENESIS, content_of
from core.models import CheckpointLeaf, LedgerEntry


def entries_of(thread: UUID, kinds: Collection[str] | None = None) -> QuerySet[LedgerEntry]:
    """The entries of a thread, chain by chain; of some kinds of records only where ``kinds`` names them."""
    entries = LedgerEntry.objects.filter(thread=thread).order_by("kind", "record", "seq")
    return entries if kinds is None else entries.filter(kind__in=kinds)


def exported(entry: LedgerEntry) -> dict[str, Any]:
    """One entry with its hash, as the stand-alone verifier reads it."""
    return {**content_of(entry), "hash": entry.hash}


def export_lines(entries: Iterable[LedgerEntry]) -> Iterator[str]:
    """One JSON object a line."""
    for entry in entries:
        yield json.dumps(exported(entry), ensure_ascii=False) + "\n"


def verify_thread(thread: UUID) -> list[str]:
    """What does not hold in the chains of a thread, sealed heads included; empty when all does."""
    entries = list(entries_of(thread))
    breaches = verify_entries([exported(entry) for entry in entries])
    hashes = {(entry.kind, str(entry.record), entry.seq): entry.hash for entry in entries}
    sealed = CheckpointLeaf.objects.filter(record__in={entry.record for entry in entries})
    for kind, record, seq, digest in sealed.values_list("kind", "record", "seq", "hash"):
        if hashes.get((kind, str(record), seq)) != digest:
            breaches.append(f"{kind} {record}: entry {seq} is not the one that was sealed")
    return breaches


def verify_entries(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """What does not hold in exported entries, each chain from its first entry on."""
    chains: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in entries:
        chains.setdefault((str(entry["kind"]), str(entry["record"])), []).append(entry)
    breaches = []
    for (kind, record), chain in chains.items():
        previous = GENESIS
        for expected, entry in enumerate(chain, 1):
            content = {name: value for name, value in entry.items() if name != "hash"}
            problem = entry_problem(content, entry["hash"], previous, expected)
            if problem:
                breaches.append(f"{kind} {record}: {problem}")
            previous = entry["hash"]
    return breaches
