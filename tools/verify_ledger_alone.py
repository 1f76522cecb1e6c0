#!/usr/bin/env python3
"""Verify an exported ledger and its sealed checkpoints with nothing but the standard library.

    python3 verify_ledger_alone.py ledger.jsonl --checkpoints DIR --public-key HEX [--partial]

``--partial``: the export holds some chains, up to the day it was made (one project's package); sealed chains that it
lacks, and heads sealed after its last entry, are no breach.
Exit 0 and a summary, or 1 and every breach found. This file shares no code with the application on purpose.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

GENESIS = "0" * 64
NO_RECORD = "00000000-0000-0000-0000-000000000000"

# --- Ed25519 (RFC 8032), verification only -------------------------------------------------------------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


def add(a: tuple, b: tuple) -> tuple:
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar: int, point: tuple) -> tuple:
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(a: tuple, b: tuple) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(encoded: bytes) -> tuple | None:
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signature_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(multiply(s, BASE), add(r, multiply(h, a)))


# --- the ledger ----------------------------------------------------------------------------------------------------
def canonical(content: dict) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry_hash(content: dict) -> str:
    body = canonical(content)
    return hashlib.sha256(b"\x01" + len(body).to_bytes(8, "big") + body).hexdigest()


def merkle_root(leaves: list[bytes]) -> str:
    def node(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        half = 1
        while half * 2 < len(hashes):
            half *= 2
        return hashlib.sha256(b"\x01" + node(hashes[:half]) + node(hashes[half:])).digest()

    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    return node([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]).hex()


def read_chains(path: Path, breaches: list[str]) -> dict[tuple[str, str], dict[int, str]]:
    """Every chain's hashes by seq, recomputed; what does not hold is noted."""
    entries: dict[tuple[str, str], list[dict]] = {}
    for line_number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            entries.setdefault((str(entry["kind"]), str(entry["record"])), []).append(entry)
            int(entry["seq"]), str(entry["hash"])
        except (ValueError, KeyError, TypeError):
            breaches.append(f"line {line_number} is not an entry")
    chains: dict[tuple[str, str], dict[int, str]] = {}
    for chain, rows in entries.items():
        previous = GENESIS
        for expected, entry in enumerate(sorted(rows, key=lambda row: int(row["seq"])), 1):
            content = {name: value for name, value in entry.items() if name != "hash"}
            if int(entry["seq"]) != expected:
                breaches.append(f"{chain[0]} {chain[1]}: entry {expected} is missing")
                break
            if entry.get("previous") != previous:
                breaches.append(f"{chain[0]} {chain[1]}: entry {expected} does not follow the one before it")
            if entry_hash(content) != entry["hash"]:
                breaches.append(f"{chain[0]} {chain[1]}: entry {expected} was altered")
            previous = entry["hash"]
            chains.setdefault(chain, {})[expected] = entry["hash"]
    return chains


def read_checkpoints(folder: Path, key: bytes, breaches: list[str]) -> dict[tuple[str, str], dict[int, str]]:
    """The sealed heads by chain; checkpoints that do not hold are noted."""
    sealed: dict[tuple[str, str], dict[int, str]] = {}
    previous, expected = GENESIS, 1
    for path in sorted(folder.glob("checkpoint-*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            said = {name: content[name] for name in ("number", "at", "root", "previous_root", "leaf_count")}
            leaves = [(str(k), str(r), int(s), str(h)) for k, r, s, h in content["leaves"]]
            signature = bytes.fromhex(content["signature"])
        except (ValueError, KeyError, TypeError):
            breaches.append(f"{path.name} cannot be read")
            continue
        contents = [canonical({"kind": k, "record": r, "seq": s, "hash": h}) for k, r, s, h in leaves]
        if said["number"] != expected:
            breaches.append(f"checkpoint {expected} is missing")
        if said["previous_root"] != previous:
            breaches.append(f"{path.name} does not follow the one before it")
        if said["leaf_count"] != len(leaves) or said["root"] != merkle_root(contents):
            breaches.append(f"{path.name}: its leaves do not give its root")
        if not signature_holds(key, canonical(said), signature):
            breaches.append(f"{path.name}: the signature does not hold")
        for kind, record, seq, digest in leaves:
            sealed.setdefault((kind, record), {})[seq] = digest
        previous, expected = said["root"], int(said["number"]) + 1
    return sealed


def compare(chains: dict, sealed: dict, partial: bool, breaches: list[str]) -> int:
    """Note every sealed head that the chains do not hold; returns how many entries are not sealed yet."""
    for chain, heads in sealed.items():
        if chain[1] == NO_RECORD:  # the logs of reads and denials are verified beside the database
            continue
        if chain not in chains:
            if not partial:
                breaches.append(f"{chain[0]} {chain[1]}: the whole sealed chain is missing")
            continue
        last = max(chains[chain])
        for seq, digest in heads.items():
            if partial and seq > last:  # sealed after the export was made
                continue
            if chains[chain].get(seq) != digest:
                breaches.append(f"{chain[0]} {chain[1]}: entry {seq} is not the one that was sealed")
    return sum(seq > max(sealed.get(chain, {}), default=0) for chain, hashes in chains.items() for seq in hashes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--checkpoints", type=Path)
    parser.add_argument("--public-key", help="32 bytes, hexadecimal; required with --checkpoints")
    parser.add_argument("--partial", action="store_true")
    options = parser.parse_args()
    breaches: list[str] = []
    chains = read_chains(options.ledger, breaches)
    sealed: dict = {}
    if options.checkpoints:
        try:
            key = bytes.fromhex(options.public_key or "")
        except ValueError:
            key = b""
        if len(key) != 32:
            parser.error("--public-key must be 64 hexadecimal digits")
        sealed = read_checkpoints(options.checkpoints, key, breaches)
    unsealed = compare(chains, sealed, options.partial, breaches)
    for breach in breaches:
        print(breach)
    if breaches:
        return 1
    entries = sum(len(hashes) for hashes in chains.values())
    print(f"The ledger holds: {entries} entries in {len(chains)} chains; not yet sealed: {unsealed}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
