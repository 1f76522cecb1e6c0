"""The test database: one migrated template, one copy per worker, and every test connected as the application's role."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent
SCRATCH = tempfile.mkdtemp(prefix="keheng-test-")
os.environ.update(
    {
        "KEHENG_TESTING": "1",
        "DEMO": "1",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "FIELD_ENCRYPTION_KEYS": "test:" + "A" * 43 + "=",
        "LEDGER_SIGNING_KEY": "7" * 64,
        "STORAGE_URL": f"file://{SCRATCH}/files",
        "CHECKPOINT_URL": f"file://{SCRATCH}/checkpoints",
        "EMAIL_URL": f"file://{SCRATCH}/outbox",
        "SMS_URL": f"file://{SCRATCH}/outbox",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # Playwright's synchronous interface runs an event loop in the test's thread.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
)

from config import postgres  # noqa: E402  # the environment comes first

OURS = ("core", "accounts", "projects", "experts", "reviews", "funding")
postgres.ensure()

import django  # noqa: E402  # needs the database's address

django.setup()


def _fingerprint() -> str:
    """Changes with everything that shapes the tables or the founding policies."""
    digest = hashlib.sha256()
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if path.parent.name == "migrations" or path.name in {"policy.py", "sql.py", "roles.py"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _admin() -> psycopg.Connection:
    """A superuser connection to the maintenance database of the embedded server."""
    return psycopg.connect(postgres.address(postgres.SUPERUSER, "postgres"), autocommit=True)


def _names(pattern: str) -> list[str]:
    with _admin() as connection:
        return [
            row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        ]


def _build_template(name: str) -> None:
    """Migrate a fresh database as the owner, mark it as demo, publish the founding policies."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    for old in _names("keheng_template_%"):
        with _admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    building = f"keheng_building_{secrets.token_hex(4)}"
    with _admin() as admin:
        admin.execute(f'CREATE DATABASE "{building}" OWNER {postgres.OWNER}')
    kept = dict(settings.DATABASES["default"])
    connection.close()
    connection.settings_dict.update({"NAME": building, "USER": postgres.OWNER})
    try:
        call_command("migrate", verbosity=0)
        call_command("mark_demo", verbosity=0)
        call_command("publish_policies", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict.update({"NAME": kept["NAME"], "USER": kept["USER"]})
    with _admin() as admin:
        admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')


def pytest_configure(config: pytest.Config) -> None:
    """Every worker notes the steps its tests take; the session's end compares them with the lifecycles."""
    if not hasattr(config, "workerinput"):
        os.environ["KEHENG_STEPS_TAKEN"] = tempfile.mkdtemp(prefix="keheng-steps-")
    from core.signals import step_taken

    step_taken.connect(_note_step, weak=False, dispatch_uid="tests note steps")


_taken: set[str] = set()


def _note_step(record: Any, step: Any, **_kwargs: object) -> None:
    _taken.add(f"{record.kind}.{step.name}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    folder = Path(os.environ["KEHENG_STEPS_TAKEN"])
    (folder / f"{os.getpid()}.txt").write_text("\n".join(sorted(_taken)), encoding="utf-8")
    config = session.config
    is_whole = list(config.args) in ([], ["tests"]) and not config.option.keyword and not config.option.markexpr
    if hasattr(config, "workerinput") or not is_whole or exitstatus:
        return
    taken = {line for path in folder.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    missing = sorted(_every_step() - taken)
    if missing:
        config.stash[_MISSING] = missing
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_MISSING: pytest.StashKey[list[str]] = pytest.StashKey()


def _every_step() -> set[str]:
    from core.invariants import record_models

    return {f"{model.kind}.{step.name}" for model in record_models() for step in model.lifecycle.steps}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    missing = config.stash.get(_MISSING, [])
    if missing:
        terminalreporter.section("steps that no test takes")
        terminalreporter.write_line("\n".join(missing))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Copy the template (built once, under a lock) and connect to the copy as the application's role."""
    from django.db import connection

    template = f"keheng_template_{_fingerprint()}"
    mine = f"keheng_test_{os.getpid()}_{secrets.token_hex(3)}"
    with (ROOT / ".data" / "template.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template not in _names("keheng_template_%"):
            _build_template(template)
        with _admin() as admin:
            admin.execute(f'CREATE DATABASE "{mine}" TEMPLATE "{template}" OWNER {postgres.OWNER}')
    connection.close()
    connection.settings_dict.update({"NAME": mine, "USER": postgres.APP})
    yield
    with django_db_blocker.unblock():
        connection.close()
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{mine}" WITH (FORCE)')


@pytest.fixture
def owner_connection(db: None) -> Iterator[psycopg.Connection]:
    """A superuser connection to this worker's test database."""
    from django.db import connection

    with psycopg.connect(postgres.address(postgres.SUPERUSER, connection.settings_dict["NAME"])) as owner:
        yield owner


def _flush_as_owner(self: object) -> None:
    """What a transactional test wrote is removed by the superuser; founding policies and migrations stay."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    with psycopg.connect(postgres.address(postgres.SUPERUSER, name), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        rows = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('core_installation', 'django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchall()
        filled = [table for (table,) in rows if owner.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()]
        for table in filled:
            if table == "core_policyversion":
                owner.execute("DELETE FROM core_policyversion WHERE reason <> 'founding values'")
            else:
                owner.execute(f'DELETE FROM "{table}"')


@pytest.fixture(autouse=True, scope="session")
def _flush_by_owner() -> None:
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = _flush_as_owner  # type: ignore[method-assign]


@pytest.fixture
def moved_clock(db: None) -> Iterator[object]:
    """``moved_clock(instant)``: the database's clock ticks on from there, on this connection."""
    from django.db import connection

    def move(instant: datetime) -> None:
        offset = round((instant - datetime.now(UTC)).total_seconds() * 1_000_000)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('keheng.clock_offset', %s, false)", [str(offset)])

    yield move
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.clock_offset', '', false)")
