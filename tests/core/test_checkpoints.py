"""The ledger shows every tampering after a seal, and the application's role cannot tamper at all."""

import json
import subprocess
import sys
import uuid
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core import checkpoints, clock, ledger
from core.models import LedgerEntry

ALONE = Path(settings.BASE_DIR) / "tools" / "verify_ledger_alone.py"
pytestmark = pytest.mark.django_db(transaction=True)


def chain(length: int) -> SimpleNamespace:
    record = SimpleNamespace(kind="sample", uuid=uuid.uuid4(), thread=uuid.uuid4())
    for number in range(length):
        with transaction.atomic():
            ledger.append(
                record, step=f"step-{number}", by=None, at=clock.now(), facts={"万元": number, "note": "“引号”"}
            )
    return record


@pytest.fixture
def sealed(tmp_path):
    records = [chain(3), chain(4), chain(1)]
    checkpoints.seal()
    checkpoints.publish_checkpoints(tmp_path)
    return SimpleNamespace(records=records, folder=tmp_path)


def as_superuser(owner_connection, statement: str, *parameters: object) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        assert cursor.rowcount
        cursor.execute("SET session_replication_role = DEFAULT")
    owner_connection.commit()


def alone(folder: Path, tmp: Path) -> subprocess.CompletedProcess[str]:
    exported = tmp / "ledger.jsonl"
    call_command("export_ledger", out=exported)
    return subprocess.run(
        [sys.executable, "-I", str(ALONE), str(exported), "--checkpoints", str(folder), "--public-key",
         checkpoints.public_key()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_honest_ledger_holds_in_both_verifiers(sealed, tmp_path, capsys):
    chain(2)
    found = checkpoints.verify(sealed.folder)
    assert (found.breaches, found.entries, found.chains, found.unsealed) == ([], 10, 4, 2)
    call_command("verify_ledger", checkpoints=sealed.folder)
    assert found.root in capsys.readouterr().out
    said = alone(sealed.folder, tmp_path)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "10 entries in 4 chains; not yet sealed: 2" in said.stdout


def test_sealing_twice_without_movement_makes_one_checkpoint(sealed):
    assert checkpoints.seal() is None
    assert checkpoints.publish_checkpoints(sealed.folder) == 0
    chain(1)
    assert checkpoints.seal().number == 2


def altered(owner, sealed):
    as_superuser(
        owner, "UPDATE core_ledgerentry SET reason = 'x' WHERE record = %s AND seq = 2", sealed.records[0].uuid
    )


def deleted_in_the_middle(owner, sealed):
    as_superuser(owner, "DELETE FROM core_ledgerentry WHERE record = %s AND seq = 2", sealed.records[1].uuid)


def cut_tail(owner, sealed):
    as_superuser(owner, "DELETE FROM core_ledgerentry WHERE record = %s AND seq >= 3", sealed.records[1].uuid)


def deleted_chain(owner, sealed):
    as_superuser(owner, "DELETE FROM core_ledgerentry WHERE record = %s", sealed.records[2].uuid)


def rehashed(owner, sealed):
    """The skilled insider: alters an entry and recomputes every hash after it."""
    previous = ledger.GENESIS
    for entry in LedgerEntry.objects.filter(record=sealed.records[1].uuid).order_by("seq"):
        if entry.seq == 2:
            entry.facts = {"万元": 1_000_000}
        entry.previous = previous
        entry.hash = previous = ledger.hash_of(ledger.content_of(entry))
        as_superuser(
            owner,
            "UPDATE core_ledgerentry SET facts = %s::jsonb, previous = %s, hash = %s WHERE id = %s",
            json.dumps(entry.facts), entry.previous, entry.hash, entry.pk,
        )  # fmt: skip


def rehashed_with_its_leaf(owner, sealed):
    """... and the sealed head in the database too: only the files outside tell."""
    rehashed(owner, sealed)
    head = LedgerEntry.objects.filter(record=sealed.records[1].uuid).order_by("-seq")[0]
    as_superuser(owner, "UPDATE core_checkpointleaf SET hash = %s WHERE record = %s", head.hash, head.record)


def removed_checkpoint(owner, sealed):
    as_superuser(owner, "DELETE FROM core_checkpointleaf")
    as_superuser(owner, "DELETE FROM core_checkpoint")


@pytest.mark.parametrize(
    "attack", [altered, deleted_in_the_middle, cut_tail, deleted_chain, rehashed, rehashed_with_its_leaf]
)
def test_tampering_after_a_seal_is_found_by_both_verifiers(attack, sealed, owner_connection, tmp_path):
    attack(owner_connection, sealed)
    assert checkpoints.verify(sealed.folder).breaches
    with pytest.raises(CommandError):
        call_command("verify_ledger", checkpoints=sealed.folder)
    assert alone(sealed.folder, tmp_path).returncode == 1


def test_a_removed_checkpoint_is_found_by_the_files_outside(sealed, owner_connection):
    removed_checkpoint(owner_connection, sealed)
    assert "missing in the database" in checkpoints.verify(sealed.folder).breaches[0]


@pytest.mark.parametrize("field", ["root", "signature", "previous_root", "leaves", "number"])
def test_a_forged_checkpoint_file_is_refused_by_both(field, sealed, tmp_path):
    path = next(sealed.folder.glob("checkpoint-*.json"))
    content = json.loads(path.read_text())
    content[field] = {
        "root": "0" * 64, "signature": "00" * 64, "previous_root": "1" * 64, "leaves": content["leaves"][:-1],
        "number": 7,
    }[field]  # fmt: skip
    path.write_text(json.dumps(content))
    assert checkpoints.verify(sealed.folder).breaches
    assert alone(sealed.folder, tmp_path).returncode == 1


@pytest.mark.parametrize("table", ["core_ledgerentry", "core_checkpoint", "core_checkpointleaf", "core_policyversion"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_role_cannot_rewrite(table, statement, sealed):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_not_even_the_owner_rewrites_without_switching_the_triggers_off(sealed, owner_connection):
    for statement in (
        "UPDATE core_ledgerentry SET reason = 'x'",
        "DELETE FROM core_ledgerentry",
        "TRUNCATE core_ledgerentry",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation), owner_connection.cursor() as cursor:
            cursor.execute(statement)
        owner_connection.rollback()
