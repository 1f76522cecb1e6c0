"""The draw as a pure function of its transcript: the same seed and pool give the same order on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.verdict import YES, Verdict, no

VERSION = "keheng-draw-1"


@dataclass(frozen=True)
class Candidate:
    """An eligible expert: anonymous id, the units that may not meet in one group, the items he or she may judge."""

    id: str
    units: tuple[str, ...]


def pool_hash(candidates: Sequence[Candidate]) -> str:
    rows = [[each.id, list(each.units)] for each in sorted(candidates, key=lambda c: c.id)]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


def seed_of(first_key: str, second_key: str, pool: str) -> str:
    """SHA-256 over both keys and the frozen pool: neither person alone knows it beforehand."""
    return hashlib.sha256(f"{VERSION}|{first_key}|{second_key}|{pool}".encode()).hexdigest()


def order_of(seed: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Every candidate in the order of SHA-256(seed, id)."""
    return sorted(candidates, key=lambda c: hashlib.sha256(f"{seed}|{c.id}".encode()).digest())


def drawn(order: Sequence[Candidate], seats: int) -> list[Candidate]:
    """The first ``seats`` in order, each legal unit at most once (domain.md section 2, composition)."""
    chosen: list[Candidate] = []
    taken: set[str] = set()
    for each in order:
        if len(chosen) == seats:
            break
        if not taken.intersection(each.units):
            chosen.append(each)
            taken.update(each.units)
    return chosen


def enough_candidates(count: int, seats: int) -> Verdict:
    return YES if count >= seats else no("what", "too-few-candidates", count=count, seats=seats)


def replay(transcript: Mapping[str, Any]) -> list[str]:
    """What does not agree when a published transcript is drawn again; nothing when all agrees."""
    candidates = [Candidate(str(row[0]), tuple(row[1])) for row in transcript["pool"]]
    problems = []
    pool = pool_hash(candidates)
    if transcript.get("version") != VERSION:
        problems.append(f"version is {transcript.get('version')!r}, not {VERSION!r}")
    if pool != transcript["pool_hash"]:
        problems.append("pool_hash is not the hash of the pool")
    seed = seed_of(transcript["first_key"], transcript["second_key"], pool)
    if seed != transcript["seed"]:
        problems.append("seed does not follow from the keys and the pool")
    order = order_of(seed, candidates)
    if [each.id for each in order] != transcript["order"]:
        problems.append("the order differs")
    if [each.id for each in drawn(order, int(transcript["seats"]))] != transcript["drawn"]:
        problems.append("the drawn experts differ")
    return problems
