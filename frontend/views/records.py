"""List and page of every kind of record, and search over them all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.records import Record, RecordKind, kinds, step_verdict
from frontend.timeline import timeline_of

PAGE = 50
LONGEST_SEARCH = 80


def searched(kind: RecordKind, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Filter by every word, inside what the user may see."""
    for word in words[:LONGEST_SEARCH].split():
        wanted = Q()
        for lookup in kind.search:
            wanted |= Q(**{lookup: word})
        rows = rows.filter(wanted) if kind.search else rows.none()
    return rows


def list_records(request: HttpRequest, collection: str) -> HttpResponse:
    """Fifty rows, newest first, keyset-paged; chips count the states."""
    kind = kind_or_404(collection)
    base = searched(kind, kind.visible(request.user), request.GET.get("q", ""))
    counts = dict(base.order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
    state = request.GET.get("state", "")
    rows = base.filter(state=state) if state in counts else base
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk").distinct()[: PAGE + 1])
    present = kind.row or kind.present
    labels = kind.model.state_labels()
    context = {
        "kind": kind,
        "rows": [{"record": each, "shown": present(each, request.user)} for each in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "chips": [(code, labels.get(code, code), count) for code, count in sorted(counts.items())],
        "state": state,
        "words": request.GET.get("q", ""),
        "may_open": kind.opening is not None and bool(kind.opening.may(request.user, clock.now())),
    }
    return render(request, "records/list.html", context)


def buttons_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """The steps that lead on from here, each with its verdict's words; *who* refusals are not shown."""
    at = clock.now()
    found = []
    for name, action in kind.steps.items():
        arrow = record.lifecycle.step(name)
        if record.state not in arrow.sources:
            continue
        verdict = step_verdict(user, record, name, at)
        if verdict.kind == "who" and verdict.code == "not-yours":
            continue
        found.append(
            {
                "name": name,
                "label": arrow.label,
                "allowed": bool(verdict),
                "reason": words_of(verdict),
                "danger": action.danger,
            }
        )
    return found


def edits_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """What of the record's content this user may change now."""
    at = clock.now()
    return [
        {"name": name, "label": edit.label}
        for name, edit in kind.edits.items()
        if edit.page and edit.may(user, record, at)
    ]


def openings_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """The records that this user may open out of this one."""
    at = clock.now()
    children = [each for each in kinds().values() if each.opening and each.opening.parent == kind.collection]
    return [
        {"collection": child.collection, "label": child.opening.label}
        for child in children
        if child.opening and child.opening.offered(user, record, at)
    ]


def record(request: HttpRequest, collection: str, uuid: UUID) -> HttpResponse:
    """Where it is, since when, who has it, what comes next."""
    kind = kind_or_404(collection)
    found = record_or_404(kind, request.user, uuid)
    arrows = [step for step in found.lifecycle.steps if found.state in step.sources]
    context = {
        "kind": kind,
        "record": found,
        "shown": kind.present(found, request.user),
        "buttons": buttons_of(kind, found, request.user),
        "edits": edits_of(kind, found, request.user),
        "openings": openings_of(kind, found, request.user),
        "moments": timeline_of(found, request.user),
        "whose": arrows[0].by if arrows else "",
        "is_final": not arrows,
    }
    return render(request, "records/record.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Everything one may see, a few of each kind."""
    words = request.GET.get("q", "").strip()
    groups = []
    if words:
        for kind in kinds().values():
            if not kind.search:
                continue
            rows = list(searched(kind, kind.visible(request.user), words).order_by("-pk").distinct()[:8])
            if rows:
                present = kind.row or kind.present
                groups.append((kind, [{"record": r, "shown": present(r, request.user)} for r in rows]))
    return render(request, "records/search.html", {"words": words, "groups": groups})
