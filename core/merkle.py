"""The Merkle tree of RFC 6962 over chain heads. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").hexdigest()


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def root_of(leaves: Sequence[bytes]) -> str:
    """The root, hexadecimal, of the given leaf contents in their order; of none, SHA-256 of nothing."""
    if not leaves:
        return EMPTY
    return _node([leaf_hash(leaf) for leaf in leaves]).hex()


def _node(hashes: Sequence[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _node(hashes[:split]) + _node(hashes[split:])).digest()
