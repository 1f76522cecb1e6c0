"""Collections, details and steps of every kind of record: the same registry, forms and services as the pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from api.errors import body_of, invalid
from core import clock
from core.ledger import plain
from core.lookup import kind_or_404, record_or_404
from core.records import Presentation, Record, RecordKind, form_of, opening_form, step_verdict
from core.requests import run_once
from core.transitions import lock
from core.verdict import Refused, no

PAGE, MOST = 50, 200
COLLECTION = OpenApiParameter("collection", str, OpenApiParameter.PATH)


def summary(record: Record, shown: Presentation) -> dict[str, Any]:
    return {
        "id": str(record.uuid),
        "kind": record.kind,
        "number": shown.number,
        "title": shown.title,
        "state": record.state,
        "state_label": record.state_label(),
        "state_since": plain(record.state_since),
        "due_at": plain(shown.due_at),
        "origin": record.origin,
    }


def detail(record: Record, kind: RecordKind, user: Any) -> dict[str, Any]:
    """What this audience sees of the record, by key."""
    shown = kind.present(record, user)
    return summary(record, shown) | {
        "fields": {fact.key: plain(fact.value) for fact in shown.facts},
        "tables": {table.key: [plain(dict(row)) for row in table.rows] for table in shown.tables},
        "files": [{"name": f.title, "sha256": f.sha256, "size": f.size} for f in shown.files],
        "links": [{"title": str(link.title), "url": link.url} for link in shown.links],
        "related": [{"collection": r.collection, "id": str(r.uuid), "title": r.title} for r in shown.related],
    }


def acting_user(request: Request) -> User:
    """The signed-in user; every view that writes requires one."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def given(request: Request) -> Mapping[str, Any]:
    """The fields that were sent; a list instead of an object says nothing."""
    return request.data if isinstance(request.data, Mapping) else {}


def bound(shape: type[forms.Form], request: Request) -> forms.Form:
    """The form over what was sent; a field that was not sent takes the default that its page would show."""
    defaults = {name: field.initial for name, field in shape.base_fields.items() if field.initial is not None}
    sent = given(request)
    data = sent if isinstance(sent, QueryDict) else defaults | dict(sent)
    return shape(data, request.FILES)


def idempotency_key(request: Request) -> str:
    return request.headers.get("Idempotency-Key", "")


def page_of(request: Request, rows: QuerySet[Any], says: Callable[[Any], Any]) -> dict[str, Any]:
    """``{"next", "previous", "results"}``: newest first, by keyset; the filters stay in the links."""
    asked = request.query_params
    before, after = asked.get("before", ""), asked.get("after", "")
    size = min(int(asked["size"]) or PAGE, MOST) if asked.get("size", "").isdecimal() else PAGE
    if after.isdecimal():
        found = list(rows.filter(pk__gt=int(after)).order_by("pk").distinct()[: size + 1])
        more, found = True, found[:size][::-1]
    else:
        rows = rows.filter(pk__lt=int(before)) if before.isdecimal() else rows
        found = list(rows.order_by("-pk").distinct()[: size + 1])
        more, found = len(found) > size, found[:size]

    def link(name: str, row: Any) -> str:
        kept = asked.copy()
        for each in ("before", "after"):
            kept.pop(each, None)
        kept[name] = str(row.pk)
        return f"{request.build_absolute_uri(request.path)}?{kept.urlencode()}"

    return {
        "next": link("before", found[-1]) if more and found else None,
        "previous": link("after", found[0]) if found and (before or after) else None,
        "results": [says(each) for each in found],
    }


def tagged(said: Mapping[str, Any], status: int = 200) -> Response:
    """The record with its ETag: it changes with whatever this audience sees of the record."""
    return Response(said, status=status, headers={"ETag": f'"{tag_of(said)}"'})


def tag_of(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:20]


def require_unchanged(request: Request, record: Record, kind: RecordKind) -> None:
    """Refuse (412) where If-Match names another version than what this user would read now. Holds the record's lock."""
    wanted = request.headers.get("If-Match", "").strip()
    if wanted in ("", "*"):
        return
    now = tag_of(detail(lock(record), kind, request.user))
    if now not in {each.strip().removeprefix("W/").strip('"') for each in wanted.split(",")}:
        raise Refused(no("what", "stale-record", version=now))


class Collection(APIView):
    """List (keyset-paged, newest first) and open records of one kind."""

    @extend_schema(parameters=[COLLECTION], responses=dict)
    def get(self, request: Request, collection: str) -> Response:
        kind = kind_or_404(collection)
        rows = kind.visible(request.user)
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state)
        present = kind.row or kind.present
        return Response(page_of(request, rows, lambda each: summary(each, present(each, request.user))))

    @extend_schema(parameters=[COLLECTION], request=dict, responses=dict)
    def post(self, request: Request, collection: str) -> Response:
        kind = kind_or_404(collection)
        if kind.opening is None:
            raise Http404
        verdict = kind.opening.may(request.user, clock.now())
        if not verdict:
            return Response(body_of(verdict), status=403)
        form = bound(opening_form(kind.opening, request.user), request)
        if not form.is_valid():
            return invalid(form)
        opening = kind.opening
        uuid = run_once(
            idempotency_key(request),
            request.user,
            request.data,
            lambda: str(opening.do(by=acting_user(request), **form.cleaned_data).uuid),
            name=f"{collection}.open",
        )
        return tagged(detail(record_or_404(kind, request.user, UUID(uuid)), kind, request.user), status=201)


class Detail(APIView):
    """One record as this user sees it."""

    @extend_schema(parameters=[COLLECTION], responses=dict)
    def get(self, request: Request, collection: str, uuid: UUID) -> Response:
        kind = kind_or_404(collection)
        return tagged(detail(record_or_404(kind, request.user, uuid), kind, request.user))


class Steps(APIView):
    """The steps that lead on from the record's state, each with this user's verdict."""

    @extend_schema(parameters=[COLLECTION], responses=dict)
    def get(self, request: Request, collection: str, uuid: UUID) -> Response:
        kind = kind_or_404(collection)
        record = record_or_404(kind, request.user, uuid)
        at = clock.now()
        rows = []
        for name in kind.steps:
            if record.state in record.lifecycle.step(name).sources:
                verdict = step_verdict(request.user, record, name, at)
                said = body_of(verdict)
                rows.append(
                    {"step": name, "allowed": bool(verdict)} | {key: said[key] for key in ("kind", "code", "reason")}
                )
        return Response(rows)


class TakeStep(APIView):
    """Take a step, with its fields as JSON."""

    @extend_schema(parameters=[COLLECTION], request=dict, responses=dict)
    def post(self, request: Request, collection: str, uuid: UUID, step: str) -> Response:
        kind = kind_or_404(collection)
        record = record_or_404(kind, request.user, uuid)
        action = kind.steps.get(step)
        if action is None:
            raise Http404
        shape = form_of(action, record)
        form = bound(shape, request) if shape else None
        if form is not None and not form.is_valid():
            return invalid(form)
        cleaned = form.cleaned_data if form is not None else {}

        def take() -> str:
            require_unchanged(request, record, kind)
            return str(action.do(record, by=acting_user(request), **cleaned).uuid)

        uuid_text = run_once(
            idempotency_key(request),
            request.user,
            {"step": step, "data": request.data},
            take,
            name=f"{collection}.{step}",
            record=str(uuid),
        )
        fresh = kind.visible(request.user).filter(uuid=uuid_text).first()
        return tagged(detail(fresh, kind, request.user)) if fresh else Response({"id": uuid_text})


class EditRecord(APIView):
    """Change a record's content where no step is taken, with the fields as JSON."""

    @extend_schema(parameters=[COLLECTION], request=dict, responses=dict)
    def put(self, request: Request, collection: str, uuid: UUID, name: str) -> Response:
        kind = kind_or_404(collection)
        record = record_or_404(kind, request.user, uuid)
        action = kind.edits.get(name)
        shape = form_of(action, record) if action else None
        if action is None or shape is None:
            raise Http404
        form = bound(shape, request)
        if not form.is_valid():
            return invalid(form)

        def write() -> str:
            require_unchanged(request, record, kind)
            return str(action.do(record, by=acting_user(request), **form.cleaned_data).uuid)

        run_once(
            idempotency_key(request),
            request.user,
            {"edit": name, "data": request.data},
            write,
            name=f"{collection}.{name}",
            record=str(uuid),
        )
        return tagged(detail(record_or_404(kind, request.user, uuid), kind, request.user))
