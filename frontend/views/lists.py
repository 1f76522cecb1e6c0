"""Lists of every kind of record: filtered, sorted and counted on the server, keyset-paged, exported as shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, files
from core.contributions import Sheet
from core.lookup import kind_or_404
from core.records import RecordKind
from core.workbooks import write_workbook
from frontend.answers import acting_user
from projects.calls.models import Call, Programme

PAGE, MOST_EXPORTED, DEEPEST = 50, 20_000, 3
LONGEST_SEARCH = 80
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# name in the address: (label, ordered by, descending)
SORTS: dict[str, tuple[Any, str, bool]] = {
    "newest": (gettext_lazy("Newest first"), "pk", True),
    "oldest": (gettext_lazy("Oldest first"), "pk", False),
    "longest": (gettext_lazy("Longest in this state"), "since", False),
    "recent": (gettext_lazy("Changed last"), "since", True),
}


@cache
def path_to(model: type[Model], target: type[Model]) -> str | None:
    """The shortest chain of foreign keys from one model to another: ``application__call``; None where there is none."""
    reached: list[tuple[str, type[Model]]] = [("", model)]
    for _depth in range(DEEPEST):
        further: list[tuple[str, type[Model]]] = []
        for path, each in reached:
            for field in each._meta.fields:
                other = field.related_model
                if not isinstance(other, type) or other is each:
                    continue
                name = f"{path}__{field.name}" if path else field.name
                if other is target:
                    return name
                further.append((name, other))
        reached = further
    return None


@dataclass(frozen=True)
class Choice:
    """A filter of the list: its name in the address, its label, its values with their words, the one chosen."""

    name: str
    label: Any
    values: list[tuple[str, str]]
    chosen: str


def searched(kind: RecordKind, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Filter by every word, inside what the user may see."""
    for word in words[:LONGEST_SEARCH].split():
        wanted = Q()
        for lookup in kind.search:
            wanted |= Q(**{lookup: word})
        rows = rows.filter(wanted) if kind.search else rows.none()
    return rows


def lookups_of(kind: RecordKind) -> dict[str, str]:
    """What this kind can be filtered by, with the lookup of each."""
    found = {}
    if programme := path_to(kind.model, Programme):
        found["programme"] = f"{programme}__code"
    if any(field.name == "year" for field in kind.model._meta.fields):
        found["year"] = "year"
    elif call := path_to(kind.model, Call):
        found["year"] = f"{call}__year"
    return found


def narrowed(kind: RecordKind, request: HttpRequest) -> tuple[QuerySet[Any], list[Choice]]:
    """The rows that the search and the filters leave, and the filters with what they offer to this user."""
    seen = kind.visible(request.user)
    rows, choices = searched(kind, seen, request.GET.get("q", "")), []
    for name, lookup in lookups_of(kind).items():
        shown = [lookup, lookup.removesuffix("code") + "name"] if name == "programme" else [lookup, lookup]
        offered = [(str(value), str(words)) for value, words in seen.order_by().values_list(*shown).distinct() if value]
        chosen = request.GET.get(name, "")
        if chosen in dict(offered):
            rows = rows.filter(**{lookup: chosen})
        label = _("Programme") if name == "programme" else _("Year")
        choices.append(Choice(name, label, sorted(offered, reverse=name == "year"), chosen))
    return rows, [each for each in choices if len(each.values) > 1 or each.chosen]


def sorted_rows(rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
    _label, name, is_descending = SORTS[sort]
    sign = "-" if is_descending else ""
    if name == "pk":
        return rows.order_by(f"{sign}pk")
    return rows.annotate(since=Coalesce(F("state_since"), F("opened_at"), EPOCH)).order_by(f"{sign}since", f"{sign}pk")


# Longer numbers name no row and no instant of this calendar.
MOST_DIGITS = 17


def after(rows: QuerySet[Any], sort: str, place: str) -> QuerySet[Any]:
    """The rows behind a place in the order: ``pk``, or ``microseconds~pk`` where the order is by time."""
    _label, name, is_descending = SORTS[sort]
    beyond = "lt" if is_descending else "gt"
    since, _mark, pk = place.rpartition("~")
    if not pk.isdecimal() or len(pk) > MOST_DIGITS:
        return rows
    if name == "pk" or not since.isdecimal() or len(since) > MOST_DIGITS:
        return rows.filter(**{f"pk__{beyond}": int(pk)})
    at = datetime.fromtimestamp(int(since) // 1_000_000, UTC).replace(microsecond=int(since) % 1_000_000)
    return rows.filter(Q(**{f"since__{beyond}": at}) | Q(**{"since": at, f"pk__{beyond}": int(pk)}))


def place_of(row: Any, sort: str) -> str:
    if SORTS[sort][1] == "pk":
        return str(row.pk)
    return f"{int(row.since.timestamp()) * 1_000_000 + row.since.microsecond}~{row.pk}"


def list_records(request: HttpRequest, collection: str) -> HttpResponse:
    """Fifty rows; chips count the states; ``?export=xlsx`` answers all rows of the same filter and order."""
    kind = kind_or_404(collection)
    base, choices = narrowed(kind, request)
    counts = dict(base.order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
    state = request.GET.get("state", "")
    sort = request.GET.get("sort", "") if request.GET.get("sort") in SORTS else "newest"
    rows = sorted_rows(base.filter(state=state) if state in counts else base, sort).distinct()
    if request.GET.get("export") == "xlsx":
        return exported(request, kind, rows[:MOST_EXPORTED])
    found = list(after(rows, sort, request.GET.get("after", ""))[: PAGE + 1])
    present = kind.row or kind.present
    labels = kind.model.state_labels()
    order = {code: place for place, code in enumerate(kind.model.lifecycle.states())}
    context = {
        "kind": kind,
        "rows": [{"record": each, "shown": present(each, request.user)} for each in found[:PAGE]],
        "next": place_of(found[PAGE - 1], sort) if len(found) > PAGE else None,
        "chips": [
            (code, labels.get(code, code), counts[code])
            for code in sorted(counts, key=lambda each: order.get(each, 99))
        ],
        "total": sum(counts.values()),
        "state": state if state in counts else "",
        "choices": choices,
        "sorts": [(name, each[0]) for name, each in SORTS.items()],
        "sort": sort,
        "words": request.GET.get("q", ""),
        "is_filtered": any(request.GET.get(name) for name in ("q", "state", *(each.name for each in choices))),
        "may_open": kind.opening is not None
        and not kind.opening.parent
        and bool(kind.opening.may(request.user, clock.now())),
    }
    return render(request, "records/list.html", context)


def exported(request: HttpRequest, kind: RecordKind, rows: QuerySet[Any]) -> HttpResponse:
    """The rows as a workbook: what the list shows, and on the first sheet who asked for what and when."""
    user, at = acting_user(request), clock.now()
    present = kind.row or kind.present

    def lines(scope: Any) -> Iterator[list[Any]]:
        for each in rows.iterator(chunk_size=500):
            shown = present(each, request.user)
            due = (
                timezone.localtime(shown.due_at).isoformat(" ", "minutes")[:16]
                if isinstance(shown.due_at, datetime)
                else str(shown.due_at or "")
            )
            yield [shown.number, shown.title, str(shown.subtitle or ""), each.state_label(), each.state_since, due]

    columns = (
        (_("Number"), "text"),
        (_("Title"), "text"),
        (_("Details"), "text"),
        (_("State"), "text"),
        (_("Since"), "instant"),
        (_("Due"), "text"),
    )
    asked = " ".join(f"{name}={value}" for name, value in request.GET.items() if name != "export" and value)
    about = [
        (_("Filter"), asked or _("none")),
        (_("Exported by"), user.display_name()),
        (_("Exported at"), timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")),
    ]
    held = BytesIO()
    title = str(kind.label_plural)
    write_workbook(held, title=title, about=about, sheets=[Sheet(1, title, columns, lines)])
    name = f"{kind.collection}-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx"
    return HttpResponse(
        held.getvalue(), content_type=files.XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def found_by(user: Any, words: str, *, most: int = 8) -> list[tuple[RecordKind, list[dict[str, Any]]]]:
    """Everything one may see that holds every word, a few of each kind."""
    from core.records import kinds

    groups = []
    for kind in kinds().values():
        if not kind.search or not kind.listed:
            continue
        rows = list(searched(kind, kind.visible(user), words).order_by("-pk").distinct()[:most])
        if rows:
            present = kind.row or kind.present
            groups.append((kind, [{"record": each, "shown": present(each, user)} for each in rows]))
    return groups


def search(request: HttpRequest) -> HttpResponse:
    """Everything one may see, a few of each kind; the palette asks for the same answer without the page around it."""
    words = request.GET.get("q", "").strip()
    is_palette = request.headers.get("X-Part") == "palette"
    groups = found_by(request.user, words, most=4 if is_palette else 8) if words else []
    template = "records/found.html" if is_palette else "records/search.html"
    return render(request, template, {"words": words, "groups": groups})
