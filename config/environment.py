"""Read the environment; stop the start with a sentence that says how to mend what is missing or wrong."""

from __future__ import annotations

import os
import re
import secrets
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / ".data"
KEYS_FILE = DATA_DIR / "keys.env"


class SettingsProblem(SystemExit):
    """Ends the start with one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Keheng cannot start: {sentence}")


def load_keys_file() -> None:
    """The demo's own keys, made by ``make demo``; the environment wins over the file."""
    if not KEYS_FILE.exists():
        return
    for line in KEYS_FILE.read_text(encoding="utf-8").splitlines():
        name, equals, text = line.partition("=")
        if equals:
            os.environ.setdefault(name.strip(), text.strip())


def make_keys_file() -> None:
    """Fresh random keys for a demo on this machine; an existing file is kept."""
    if KEYS_FILE.exists():
        return
    DATA_DIR.mkdir(exist_ok=True)
    lines = [
        "DEMO=1",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"FIELD_ENCRYPTION_KEYS=demo:{b64encode(secrets.token_bytes(32)).decode()}",
        f"LEDGER_SIGNING_KEY={secrets.token_hex(32)}",
    ]
    KEYS_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    KEYS_FILE.chmod(0o600)


def text(name: str, default: str | None = None, *, hint: str = "") -> str:
    """A setting; without a default it must be there."""
    found = os.environ.get(name, "").strip()
    if found:
        return found
    if default is not None:
        return default
    raise SettingsProblem(f"{name} is not set. {hint or 'Set it in the environment'}, or run `make demo` for a demo.")


def flag(name: str) -> bool:
    found = os.environ.get(name, "0").strip()
    if found not in {"0", "1", ""}:
        raise SettingsProblem(f"{name} must be 0 or 1, not {found!r}.")
    return found == "1"


def secret_key() -> str:
    key = text("SECRET_KEY", hint="Set it to at least 50 random characters")
    if len(key) < 50:
        raise SettingsProblem("SECRET_KEY is shorter than 50 characters. Set a longer random one.")
    return key


def signing_key() -> str:
    key = text("LEDGER_SIGNING_KEY", hint="Set it to 64 random hexadecimal digits")
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        raise SettingsProblem("LEDGER_SIGNING_KEY must be 64 hexadecimal digits (32 random bytes).")
    return key


def encryption_keys() -> dict[str, bytes]:
    """``id:base64,id:base64``, 32 bytes each; the first one encrypts, all decrypt."""
    raw = text("FIELD_ENCRYPTION_KEYS", hint="Set it to id:base64 of 32 random bytes")
    keys: dict[str, bytes] = {}
    for part in raw.split(","):
        name, _colon, encoded = part.strip().partition(":")
        try:
            key = b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not name or len(key) != 32:
            raise SettingsProblem("FIELD_ENCRYPTION_KEYS must be id:base64 pairs of 32 bytes each, joined by commas.")
        keys[name] = key
    return keys


def url(name: str, default: str, schemes: tuple[str, ...]) -> str:
    found = text(name, default)
    if urlparse(found).scheme not in schemes:
        raise SettingsProblem(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}, not {found!r}.")
    return found


def database(address: str, *, pool: bool, clock_offset: int) -> dict[str, object]:
    """Django's DATABASES entry for a PostgreSQL address; unix sockets as ``?host=/folder``."""
    parsed = urlparse(address)
    if parsed.scheme not in {"postgresql", "postgres"}:
        raise SettingsProblem(f"DATABASE_URL must begin with postgresql://, not {parsed.scheme or 'nothing'}.")
    query = dict(parse_qsl(parsed.query))
    options: dict[str, object] = {}
    if clock_offset:
        options["options"] = f"-c keheng.clock_offset={clock_offset}"
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parsed.path.lstrip("/")),
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": query.get("host") or parsed.hostname or "",
        "PORT": query.get("port") or str(parsed.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
    }


def clock_offset(*, demo: bool) -> int:
    """Microseconds by which KEHENG_NOW moves the clock; refused outside a demo."""
    moved = os.environ.get("KEHENG_NOW", "").strip()
    if not moved:
        return 0
    if not demo:
        raise SettingsProblem("KEHENG_NOW is set, but the clock of a production installation is never moved. Unset it.")
    try:
        instant = datetime.fromisoformat(moved)
    except ValueError as error:
        raise SettingsProblem(
            f"KEHENG_NOW must be an ISO instant such as 2026-11-23T09:00+08:00, not {moved!r}."
        ) from error
    if instant.tzinfo is None:
        raise SettingsProblem("KEHENG_NOW needs its zone, for example +08:00.")
    return round((instant - datetime.now(UTC)).total_seconds() * 1_000_000)
