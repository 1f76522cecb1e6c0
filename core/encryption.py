"""Encrypt a field's text: AES-256-GCM under a named key, bound to its table, column and row; blind index by keyed HMAC."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def encrypt(text: str, *, where: str) -> str:
    """``key id:base64(nonce + ciphertext)``; ``where`` is table.column.row and must be the same when decrypting."""
    name, key = next(iter(settings.FIELD_ENCRYPTION_KEYS.items()))
    nonce = os.urandom(NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), where.encode())
    return f"{name}:{b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, where: str) -> str:
    """The text. Raises ValueError when the key is unknown or the ciphertext was altered or moved."""
    name, _colon, encoded = stored.partition(":")
    key = settings.FIELD_ENCRYPTION_KEYS.get(name)
    if key is None:
        raise ValueError(f"The field was encrypted with the key {name!r}, which FIELD_ENCRYPTION_KEYS does not hold.")
    raw = b64decode(encoded)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], where.encode()).decode()
    except InvalidTag as error:
        raise ValueError("The encrypted field was altered or moved to another row.") from error


def blind_index(text: str) -> str:
    """A keyed hash by which equal values can be found without being read; hexadecimal."""
    key = hashlib.sha256(b"blind index" + next(iter(settings.FIELD_ENCRYPTION_KEYS.values()))).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
