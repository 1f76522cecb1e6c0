"""What every record has, and the registry that tells page, API and tests which kinds of record there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle
from core.verdict import YES, Verdict


class Origin(models.TextChoices):
    ENTERED = "entered", _("Entered here")
    IMPORTED = "imported", _("Imported")


class Record(models.Model):
    """Abstract: something with a life of its own. ``state`` is declared by the subclass and written by take_step alone.

    ``thread`` is the UUID that the whole life of one proposal shares (the application's), so that one timeline can be
    read over many records.
    """

    kind: ClassVar[str]
    lifecycle: ClassVar[Lifecycle]
    state: Any

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ENTERED)
    thread = models.UUIDField(default=uuid4, db_index=True, editable=False)
    state_since = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def state_labels(cls) -> dict[str, Any]:
        """The label of each state."""
        field: Any = cls._meta.get_field("state")  # type: ignore[misc]  # declared by every subclass
        return dict(field.choices or ())

    def state_label(self) -> str:
        return str(self.get_state_display())  # type: ignore[attr-defined]  # made by Django from the subclass's field


@dataclass(frozen=True)
class Fact:
    """One field of a record as its audience sees it. ``kind``: text | money (yuan) | number | day | instant | person
    | institution | flag | long. The API answers ``{key: value}``, the page shows label and value."""

    key: str
    label: Any
    value: Any
    kind: str = "text"
    unit: Any = ""


@dataclass(frozen=True)
class Table:
    """A small table on a record page. ``columns``: (key, label, kind); ``rows``: one mapping each."""

    key: str
    title: Any
    columns: Sequence[tuple[str, Any, str]]
    rows: Sequence[Mapping[str, Any]]
    tab: str = "content"
    empty: Any = ""


@dataclass(frozen=True)
class Related:
    """A link to another record on the page."""

    collection: str
    uuid: UUID
    title: str
    state: str = ""


@dataclass(frozen=True)
class Link:
    """A page of its own that belongs to a record: a ranking, a transcript to download."""

    title: Any
    url: str


@dataclass(frozen=True)
class FileLink:
    """A stored file on a record page; served at the address ``/files/<record collection>/<record uuid>/<sha256>/``."""

    title: str
    sha256: str
    size: int
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Presentation:
    """What one audience sees of one record. Tabs: content, reviews, money, files, history."""

    title: str
    number: str = ""
    subtitle: str = ""
    facts: Sequence[Fact] = ()
    tables: Sequence[Table] = ()
    related: Sequence[Related] = ()
    files: Sequence[FileLink] = ()
    links: Sequence[Link] = ()
    due_at: datetime | date | None = None
    next_hint: Any = ""
    own_page: str = ""  # a URL of a special page (form, workbench), where there is one
    own_page_label: Any = ""  # its words; "Go on working" unless told


# A form, or a function from the record to its form where the fields hang on it (its indicators, its budget lines).
FormSource = type[forms.Form] | Callable[[Any], type[forms.Form]]


@dataclass(frozen=True)
class StepAction:
    """How a step is taken: its permission, its service and the shape of its input (a Django form, page and API alike).

    ``do(record, *, by, **form.cleaned_data)`` returns the record. ``may(user, record, at)`` returns a Verdict.
    ``initial(record)`` is what the empty form shows.
    """

    may: Callable[..., Verdict]
    do: Callable[..., Any]
    form: FormSource | None = None
    consequence: Any = ""  # shown on the review page before the step
    danger: bool = False
    initial: Callable[[Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Edit:
    """A change of a record's content that is no step of its life: writing a report, rebuilding a budget, a vote.

    Page ``/records/<collection>/<uuid>/edit/<name>/``, API ``PUT /api/v1/<collection>/<id>/<name>/``. ``may`` refuses
    *when* the record's state does not allow it; ``do(record, *, by, **form.cleaned_data)`` writes.
    """

    label: Any
    may: Callable[..., Verdict]
    do: Callable[..., Any]
    form: FormSource
    initial: Callable[[Any], dict[str, Any]] | None = None
    hint: Any = ""
    page: bool = True  # False: people do it on the record's own page; the API has the address all the same


def form_of(action: StepAction | Edit, record: Any) -> type[forms.Form] | None:
    """The form class of a step or an edit for this record, or None."""
    source = action.form
    return source if source is None or isinstance(source, type) else source(record)


@dataclass(frozen=True)
class Opening:
    """How a record of a kind is opened: POST to the collection, or the page ``/<collection>/new/``."""

    may: Callable[[Any, datetime], Verdict]
    do: Callable[..., Any]  # do(*, by, **form.cleaned_data) -> record
    form: FormSource  # a function takes the user, where the choices hang on who asks
    label: Any
    # Where a record grows out of another one: the collection whose pages offer it (address ``?<parent's kind>=<uuid>``)
    # and ``offered(user, parent, at)``, which says whether the button is shown there.
    parent: str = ""
    offered: Callable[..., Verdict] = lambda user, parent, at: YES


def opening_form(opening: Opening, user: Any) -> type[forms.Form]:
    """The form class in which this user opens a record."""
    source = opening.form
    return source if isinstance(source, type) else source(user)


@dataclass(frozen=True)
class RecordKind:
    """One kind of record as the floors above see it."""

    collection: str
    model: type[Record]
    label: Any
    label_plural: Any
    visible: Callable[[Any], models.QuerySet[Any]]
    present: Callable[[Any, Any], Presentation]
    steps: Mapping[str, StepAction]
    opening: Opening | None = None
    icon: str = "file"
    # Whether this user may read the thread's timeline entries of this kind (a blind role may not); a record's own
    # entries are read by whoever sees the record.
    timeline: Callable[[Any], bool] = field(default=lambda user: True)
    # Whether this user may read who acted in entries of this kind (the actor always reads the own name).
    names: Callable[[Any], bool] = field(default=lambda user: True)
    # Prefetching for lists: queryset -> queryset; ``row`` presents one list row cheaply (defaults to ``present``).
    row: Callable[[Any, Any], Presentation] | None = None
    search: Sequence[str] = ()  # model lookups for the list's search box, e.g. "title__icontains"
    listed: bool = True  # a page and API list of the collection
    edits: Mapping[str, Edit] = field(default_factory=dict)
    overview: str = ""  # a URL of a page over all of them, where there is one

    @property
    def kind(self) -> str:
        return self.model.kind


_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Called by each app's ``records.py``. A collection is registered once; the same name again is an error."""
    for each in kinds:
        if each.collection in _kinds and _kinds[each.collection].model is not each.model:
            raise ValueError(f"Two kinds claim the collection {each.collection!r}")
        _kinds[each.collection] = each


def kinds() -> dict[str, RecordKind]:
    """Every registered kind by collection."""
    return dict(_kinds)


def kind_of(record: Record | type[Record]) -> RecordKind:
    """The registered kind of a record or model. Raises KeyError if none is."""
    model = record if isinstance(record, type) else type(record)
    for each in _kinds.values():
        if each.model is model:
            return each
    raise KeyError(model)


def by_kind_name(name: str) -> RecordKind | None:
    """The registered kind whose ledger name is ``name``, or None."""
    return next((each for each in _kinds.values() if each.model.kind == name), None)


def step_verdict(user: Any, record: Record, step: str, when: datetime) -> Verdict:
    """What the button shows: the from-state first, then the permission of the step."""
    from core.transitions import state_allows

    action = kind_of(record).steps[step]
    allowed = state_allows(record, step)
    return action.may(user, record, when) if allowed else allowed


def always(*_: Any) -> Verdict:
    return YES


def money(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))
