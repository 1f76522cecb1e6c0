"""What cuts across stages: each app may hold ``records``, ``desk``, ``sheets``, ``archived``, ``disclosed``, ``invariants``.

A contribution is a module in the app's folder with one well-known name; it is found here, never imported upward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from django.apps import apps

OURS = ("core", "accounts", "projects", "experts", "reviews", "funding")
TOPICS = ("reasons", "policies", "records", "receivers", "desk", "sheets", "archived", "disclosed", "invariants")


@cache
def modules(topic: str) -> tuple[ModuleType, ...]:
    """The modules named ``topic`` of our apps, from the ground up; looked for once a process."""
    names = [f"{label}.{topic}" for label in OURS if apps.is_installed(label)]
    return tuple(import_module(name) for name in names if find_spec(name) is not None)


def load_all() -> None:
    """Import every contribution once, at start-up (called when all apps are ready)."""
    for topic in TOPICS:
        for _module in modules(topic):
            pass


@dataclass(frozen=True)
class Waiting:
    """One line of a desk: something waits for this user's action."""

    role: str  # accounts.roles.Role value under which it waits
    task: Any  # verb phrase, lazily translated: "Endorse the application"
    title: str
    number: str
    collection: str
    uuid: UUID
    state: str  # label
    due_at: datetime | date | None = None
    detail: Any = ""  # second line: institution, person, amount
    url: str = ""  # a workbench; default is the record page
    topic: str = ""  # navigation group: call | application | screening | review | pool | decision | contract | process | money | archive | credit
    # where one line stands for many (an expert's whole round), the number it stands for
    count: int = 1


@dataclass(frozen=True)
class Watching:
    """One line of "what I wait for": who has it, until when."""

    role: str
    title: Any
    detail: Any = ""
    url: str = ""
    due_at: datetime | date | None = None


@dataclass(frozen=True)
class Invariant:
    """A query that must return no row. ``rows()`` yields one text for each breach."""

    code: str
    says: str
    rows: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of the audit workbook: ``rows(scope)`` yields one list per row; ``totals`` names the summed columns,
    ``notes`` say what a column means (the data dictionary)."""

    number: int
    title: str
    columns: tuple[tuple[str, str], ...]  # (Chinese head, kind: text | money | number | day | instant | percent)
    rows: Callable[[Any], Iterable[list[Any]]]
    totals: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ArchivedDocument:
    """One document for a project's archive file. ``content``: a core.documents.Document to be printed as PDF/A, or
    the bytes themselves. ``name``: the file name in the package, unique within the project."""

    name: str
    title: str
    content: Any
    made_at: datetime


@dataclass(frozen=True)
class ArchivedPart:
    """One kind of document of the archive list. ``retention``: Y | D30 | D10. ``is_due(project)``: must the file hold
    it by now? ``documents(project)``: what there is of it.

    The sealed package goes to the project's leader and institution too: a part holds only what they may read."""

    code: str  # orders the list: "10-application"
    title: Any  # lazily translated
    retention: str
    is_due: Callable[[Any], bool]
    documents: Callable[[Any], Iterable[ArchivedDocument]]


@dataclass(frozen=True)
class Disclosed:
    """One public field of a funded project. ``read(project)``: a plain value, or None while it is not public.
    ``kind`` as in core.records.Fact, or ``rows``: a list of mappings, shown by ``columns`` (key, label, kind)."""

    key: str
    label: Any
    read: Callable[[Any], Any]
    kind: str = "text"
    columns: tuple[tuple[str, Any, str], ...] = ()


def collect(topic: str, name: str) -> list[Any]:
    """Every ``name`` list of the modules of a topic, joined: ``collect("invariants", "INVARIANTS")``."""
    found: list[Any] = []
    for module in modules(topic):
        found.extend(getattr(module, name, ()))
    return found
