"""Imported history enters one by one or many at once: the same rows, the same ledger, and it can be verified."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from core import checkpoints
from core.ledger import content_of, hash_of
from core.models import LedgerEntry
from core.transitions import Brought, bring_in, bring_in_many
from projects.contracts.models import Project
from tests.factories.accounts import make_institution, make_person
from tests.factories.projects import make_programme

pytestmark = pytest.mark.django_db
OPENED = datetime(2012, 5, 14, tzinfo=UTC)
OWN = ("id", "uuid", "thread", "number", "state_since", "comparable")


@pytest.fixture
def new_project():
    programme, institution, leader = make_programme(), make_institution(), make_person()

    def make(number):
        return Project(
            number=number, programme=programme, title="某项研究", institution=institution,
            principal_investigator=leader, year=2012,
        )  # fmt: skip

    return make


def row_of(project):
    project.refresh_from_db()
    return {f.attname: getattr(project, f.attname) for f in project._meta.concrete_fields if f.attname not in OWN}


def entry_of(project):
    (entry,) = LedgerEntry.objects.filter(kind="project", record=project.uuid)
    assert entry.hash == hash_of(content_of(entry))
    assert entry.thread == project.thread
    own = ("id", "record", "thread", "at", "hash")
    return {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields if f.attname not in own}


@pytest.mark.parametrize("state", ["active", "passed"])
def test_many_at_once_write_what_one_by_one_writes(new_project, state):
    facts = {"row": 7, "granted": OPENED.date(), "list": "a" * 64}
    one = bring_in(new_project("A1"), by=None, facts=facts, state=state, opened_at=OPENED)
    many = [new_project(f"B{n}") for n in range(3)]
    assert bring_in_many([Brought(each, state, facts, OPENED) for each in many], by=None) == 3
    assert [row_of(each) for each in many] == [row_of(one)] * 3
    assert [entry_of(each) for each in many] == [entry_of(one)] * 3
    assert (one.state, one.origin, entry_of(one)["step"], entry_of(one)["role"]) == (
        state,
        "imported",
        "bring_in",
        "import",
    )


def test_what_was_brought_in_can_be_sealed_and_verified(new_project, tmp_path, settings):
    settings.CHECKPOINT_URL = f"file://{tmp_path}"
    bring_in_many([Brought(new_project(f"C{n}"), "passed", {}) for n in range(4)], by=None)
    checkpoints.seal()
    found = checkpoints.verify(tmp_path)
    assert (bool(found), found.unsealed) == (True, 0)


def test_all_or_nothing(new_project):
    with pytest.raises(IntegrityError), transaction.atomic():
        bring_in_many([Brought(new_project("D1"), "active", {}), Brought(new_project("D1"), "active", {})], by=None)
    with pytest.raises(ValueError, match="no state"):
        bring_in_many([Brought(new_project("D2"), "active", {}), Brought(new_project("D3"), "lost", {})], by=None)
    assert not Project.objects.exists()
    assert not LedgerEntry.objects.filter(kind="project").exists()
    assert bring_in_many([], by=None) == 0
