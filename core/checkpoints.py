"""Seal the heads of the ledger's chains into signed Merkle roots, keep them outside the database, and verify the whole.

A checkpoint commits to every chain that moved since the one before it, and to that one's root. Whoever alters, deletes
or re-hashes entries in the database would have to forge the signed files that lie elsewhere (CHECKPOINT_URL).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from core import clock
from core.ledger import GENESIS, canonical, content_of, hash_of, plain
from core.merkle import root_of
from core.models import AccessEntry, Checkpoint, CheckpointLeaf, Denial, LedgerEntry

SEAL_LOCK = 7_305_114
# Entries commit out of the order of their ids: look back this far for chains that moved while we sealed last time.
LOOK_BACK = 20_000
LOGS = (("access-log", AccessEntry), ("denial-log", Denial))
Chain = tuple[str, str]


def signing_key() -> Ed25519PrivateKey:
    """The sealing key (LEDGER_SIGNING_KEY: 32 bytes, hexadecimal)."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LEDGER_SIGNING_KEY))


def public_key() -> str:
    """The public half, hexadecimal; publish it so that anybody can verify."""
    return signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def leaf_content(kind: str, record: str, seq: int, digest: str) -> bytes:
    return canonical({"kind": kind, "record": record, "seq": seq, "hash": digest})


def statement(number: int, at: Any, root: str, previous_root: str, leaf_count: int) -> dict[str, Any]:
    """What is signed."""
    return {
        "number": number,
        "at": plain(at),
        "root": root,
        "previous_root": previous_root,
        "leaf_count": leaf_count,
    }


def seal() -> Checkpoint | None:
    """Seal every chain that moved since the last checkpoint; None when nothing did. One sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        last = Checkpoint.objects.order_by("-number").first()
        moved = _moved_heads(last.last_entry if last else 0)
        if not moved:
            return None
        leaves = sorted(moved)
        root = root_of([leaf_content(*leaf) for leaf in leaves])
        number, before = (last.number + 1, last.root) if last else (1, GENESIS)
        at = clock.now()
        said = statement(number, at, root, before, len(leaves))
        checkpoint = Checkpoint.objects.create(
            number=number,
            at=at,
            root=root,
            previous_root=before,
            last_entry=LedgerEntry.objects.aggregate(last=Max("id"))["last"] or 0,
            leaf_count=len(leaves),
            signature=signing_key().sign(canonical(said)).hex(),
        )
        CheckpointLeaf.objects.bulk_create(
            [
                CheckpointLeaf(checkpoint=checkpoint, kind=kind, record=record, seq=seq, hash=digest)
                for kind, record, seq, digest in leaves
            ],
            batch_size=2_000,
        )
    return checkpoint


def _moved_heads(last_entry: int) -> list[tuple[str, str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moved AS (SELECT DISTINCT kind, record FROM core_ledgerentry WHERE id > %s),
            heads AS (
                SELECT DISTINCT ON (e.kind, e.record) e.kind, e.record, e.seq, e.hash
                FROM core_ledgerentry e JOIN moved USING (kind, record) ORDER BY e.kind, e.record, e.seq DESC
            )
            SELECT h.kind, h.record::text, h.seq, h.hash FROM heads h
            LEFT JOIN LATERAL (
                SELECT l.seq FROM core_checkpointleaf l
                WHERE l.kind = h.kind AND l.record = h.record ORDER BY l.seq DESC LIMIT 1
            ) sealed ON true
            WHERE sealed.seq IS NULL OR sealed.seq < h.seq
            """,
            [max(0, last_entry - LOOK_BACK)],
        )
        found: list[tuple[str, str, int, str]] = list(cursor.fetchall())
    return found + [head for name, model in LOGS if (head := _log_head(name, model))]


def _log_head(name: str, model: Any) -> tuple[str, str, int, str] | None:
    """A log as one chain: its leaf is (last id, hash over all rows up to it), batch by batch."""
    record = str(UUID(int=0))
    sealed = CheckpointLeaf.objects.filter(kind=name, record=record).order_by("-seq").first()
    top = model.objects.aggregate(last=Max("id"))["last"] or 0
    if top <= (sealed.seq if sealed else 0):
        return None
    return name, record, top, log_hash(model, sealed.seq if sealed else 0, top, sealed.hash if sealed else GENESIS)


def log_hash(model: Any, after: int, upto: int, previous: str) -> str:
    """SHA-256 over the hash of the batch before and the canonical rows ``after < id <= upto``."""
    digest = hashlib.sha256(previous.encode())
    names = [column.attname for column in model._meta.concrete_fields]
    for row in model.objects.filter(id__gt=after, id__lte=upto).order_by("id").values(*names).iterator():
        digest.update(canonical(plain(row)))
    return digest.hexdigest()


def checkpoint_folder() -> Path:
    """Where sealed roots go (CHECKPOINT_URL, file://)."""
    return Path(urlparse(settings.CHECKPOINT_URL).path)


def publish_checkpoints(folder: Path | None = None) -> int:
    """Write every checkpoint that the folder lacks, one JSON file each; returns how many. Can run twice."""
    target = folder or checkpoint_folder()
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for checkpoint in Checkpoint.objects.order_by("number").iterator():
        path = target / f"checkpoint-{checkpoint.number:08d}.json"
        if path.exists():
            continue
        leaves = checkpoint.leaves.order_by("kind", "record").values_list("kind", "record", "seq", "hash")
        said = statement(
            checkpoint.number, checkpoint.at, checkpoint.root, checkpoint.previous_root, checkpoint.leaf_count
        )
        content = {
            **said,
            "signature": checkpoint.signature,
            "public_key": public_key(),
            "leaves": [[kind, str(record), seq, digest] for kind, record, seq, digest in leaves],
        }
        temporary = path.with_suffix(".part")
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)
        written += 1
    return written


@dataclass
class Verification:
    """What a verification found: the first breach if any, the latest sealed root, entries not yet sealed."""

    breaches: list[str] = field(default_factory=list)
    entries: int = 0
    chains: int = 0
    root: str = ""
    number: int = 0
    unsealed: int = 0

    def __bool__(self) -> bool:
        return not self.breaches


def verify(folder: Path | None = None, most: int = 20) -> Verification:
    """Walk every chain, recompute every hash, and compare with the sealed heads, in the database and in ``folder``.

    Stops collecting after ``most`` breaches. Without a folder only the database's own checkpoints are compared.
    """
    found = Verification()
    sealed = _sealed_in_database(found)
    if folder is not None:
        for chain, heads in _sealed_outside(folder, found).items():
            for seq, digest in heads.items():
                inside = sealed.setdefault(chain, {})
                if inside.get(seq, digest) != digest:
                    found.breaches.append(f"{chain[0]} {chain[1]}: sealed head {seq} differs from the outside one")
                inside[seq] = digest
    _verify_logs(sealed, found)
    for chain, content_hashes in _chains(found):
        heads = sealed.pop(chain, {})
        for seq, digest in heads.items():
            if content_hashes.get(seq) != digest:
                found.breaches.append(f"{chain[0]} {chain[1]}: entry {seq} is not the one that was sealed")
        found.unsealed += sum(seq > max(heads, default=0) for seq in content_hashes)
        if len(found.breaches) >= most:
            return found
    found.breaches.extend(f"{kind} {record}: the whole sealed chain is missing" for kind, record in sealed)
    return found


def _chains(found: Verification) -> Iterator[tuple[Chain, dict[int, str]]]:
    """Each chain's recomputed hashes by seq; breaches inside the chain are noted on the way."""
    current: Chain | None = None
    hashes: dict[int, str] = {}
    previous, expected = GENESIS, 1
    for entry in LedgerEntry.objects.order_by("kind", "record", "seq").iterator(chunk_size=5_000):
        chain = (entry.kind, str(entry.record))
        if chain != current:
            if current is not None:
                yield current, hashes
            current, hashes, previous, expected = chain, {}, GENESIS, 1
            found.chains += 1
        problem = entry_problem(content_of(entry), entry.hash, previous, expected)
        if problem:
            found.breaches.append(f"{chain[0]} {chain[1]}: {problem}")
        found.entries += 1
        hashes[entry.seq] = entry.hash
        previous, expected = entry.hash, entry.seq + 1
    if current is not None:
        yield current, hashes


def entry_problem(content: Mapping[str, Any], digest: str, previous: str, expected: int) -> str:
    """What is wrong with one entry, or nothing."""
    if content["seq"] != expected:
        return f"entry {expected} is missing"
    if content["previous"] != previous:
        return f"entry {expected} does not follow the one before it"
    if hash_of(content) != digest:
        return f"entry {expected} was altered"
    return ""


def _sealed_in_database(found: Verification) -> dict[Chain, dict[int, str]]:
    sealed: dict[Chain, dict[int, str]] = {}
    before, expected = GENESIS, 1
    for checkpoint in Checkpoint.objects.order_by("number"):
        leaves = sorted(
            (kind, str(record), seq, digest)
            for kind, record, seq, digest in checkpoint.leaves.values_list("kind", "record", "seq", "hash")
        )
        said = statement(
            checkpoint.number, checkpoint.at, checkpoint.root, checkpoint.previous_root, checkpoint.leaf_count
        )
        problem = checkpoint_problem(said, leaves, checkpoint.signature, public_key(), before, expected)
        if problem:
            found.breaches.append(problem)
        for kind, record, seq, digest in leaves:
            sealed.setdefault((kind, record), {})[seq] = digest
        before, expected = checkpoint.root, checkpoint.number + 1
        found.root, found.number = checkpoint.root, checkpoint.number
    return sealed


def _sealed_outside(folder: Path, found: Verification) -> dict[Chain, dict[int, str]]:
    sealed: dict[Chain, dict[int, str]] = {}
    before, expected = GENESIS, 1
    for path in sorted(folder.glob("checkpoint-*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            leaves = [(str(k), str(r), int(s), str(h)) for k, r, s, h in content["leaves"]]
            said = {name: content[name] for name in ("number", "at", "root", "previous_root", "leaf_count")}
            problem = checkpoint_problem(said, leaves, content["signature"], public_key(), before, expected)
        except (KeyError, ValueError, TypeError):
            problem, leaves, said = f"{path.name} cannot be read", [], {"root": before, "number": expected}
        if problem:
            found.breaches.append(f"{problem} ({path.name})")
        for kind, record, seq, digest in leaves:
            sealed.setdefault((kind, record), {})[seq] = digest
        before, expected = said["root"], said["number"] + 1
    if expected - 1 > found.number:
        found.breaches.append(
            f"checkpoint {found.number + 1} lies outside but is missing in the database (an older copy restored?)"
        )
    elif expected - 1 == found.number and found.number and before != found.root:
        found.breaches.append(f"checkpoint {found.number}: the root outside differs from the database's")
    return sealed


def checkpoint_problem(
    said: Mapping[str, Any],
    leaves: Iterable[tuple[str, str, int, str]],
    signature: str,
    key: str,
    before: str,
    expected: int,
) -> str:
    """What is wrong with a checkpoint, or nothing: number, link, root over its leaves, signature."""
    listed = list(leaves)
    if said["number"] != expected:
        return f"checkpoint {expected} is missing"
    if said["previous_root"] != before:
        return f"checkpoint {expected} does not follow the one before it"
    if said["leaf_count"] != len(listed) or said["root"] != root_of([leaf_content(*leaf) for leaf in listed]):
        return f"checkpoint {expected}: its leaves do not give its root"
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), canonical(said))
    except (InvalidSignature, ValueError):
        return f"checkpoint {expected}: the signature does not hold"
    return ""


def _verify_logs(sealed: dict[Chain, dict[int, str]], found: Verification) -> None:
    for name, model in LOGS:
        heads = sealed.pop((name, str(UUID(int=0))), {})
        after, previous = 0, GENESIS
        for upto in sorted(heads):
            if log_hash(model, after, upto, previous) != heads[upto]:
                found.breaches.append(f"{name}: rows up to {upto} are not those that were sealed")
            after, previous = upto, heads[upto]
