"""One proposal's entries: whole, altered, cut, re-linked; exported as the stand-alone verifier reads them."""

import json

import pytest

from core import checkpoints
from core.models import CheckpointLeaf
from core.threads import entries_of, export_lines, exported, verify_entries, verify_thread
from tests.factories import projects as make

pytestmark = pytest.mark.django_db


def test_a_thread_holds_and_is_exported_line_by_line():
    application = make.accepted_application()
    other = make.submitted(application.call)
    lines = list(export_lines(entries_of(application.thread)))
    entries = [json.loads(line) for line in lines]
    assert verify_thread(application.thread) == [] == verify_entries(entries)
    assert {entry["thread"] for entry in entries} == {str(application.thread)} != {str(other.thread)}
    assert {entry["kind"] for entry in entries} == {"application", "pool-entry"}
    kinds = {entry.kind for entry in entries_of(application.thread, ["pool-entry"])}
    assert kinds == {"pool-entry"}


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda rows: rows[1].update(reason="另一个理由"), "entry 2 was altered"),
        (lambda rows: rows.pop(1), "entry 2 is missing"),
        (lambda rows: rows[1].update(previous="0" * 64), "entry 2 does not follow the one before it"),
    ],
)
def test_what_does_not_hold_is_named(harm, said):
    application = make.endorsed()
    rows = [exported(entry) for entry in entries_of(application.thread)]
    harm(rows)
    assert said in verify_entries(rows)[0]


def test_a_sealed_head_that_is_gone_is_seen():
    application = make.submitted()
    sealed = checkpoints.seal()
    CheckpointLeaf.objects.create(checkpoint=sealed, kind="other", record=application.uuid, seq=9, hash="f" * 64)
    assert verify_thread(application.thread) == [f"other {application.uuid}: entry 9 is not the one that was sealed"]
