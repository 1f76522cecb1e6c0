"""Collections, details and steps of every kind of record: the same registry, forms and services as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
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


class Collection(APIView):
    """List (keyset-paged, newest first) and open records of one kind."""

    @extend_schema(parameters=[COLLECTION], responses=dict)
    def get(self, request: Request, collection: str) -> Response:
        kind = kind_or_404(collection)
        rows = kind.visible(request.user)
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state)
        before, after = request.query_params.get("before", ""), request.query_params.get("after", "")
        asked = request.query_params.get("size", "")
        size = min(int(asked), MOST) if asked.isdecimal() and int(asked) else PAGE
        if after.isdecimal():
            found = list(rows.filter(pk__gt=int(after)).order_by("pk").distinct()[:size])[::-1]
        else:
            rows = rows.filter(pk__lt=int(before)) if before.isdecimal() else rows
            found = list(rows.order_by("-pk").distinct()[: size + 1])
        more, found = len(found) > size, found[:size]
        present = kind.row or kind.present
        path = request.build_absolute_uri(request.path)
        return Response(
            {
                "next": f"{path}?before={found[-1].pk}" if more else None,
                "previous": f"{path}?after={found[0].pk}" if found and (before or after) else None,
                "results": [summary(each, present(each, request.user)) for each in found],
            }
        )

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
        return Response(detail(record_or_404(kind, request.user, UUID(uuid)), kind, request.user), status=201)


class Detail(APIView):
    """One record as this user sees it."""

    @extend_schema(parameters=[COLLECTION], responses=dict)
    def get(self, request: Request, collection: str, uuid: UUID) -> Response:
        kind = kind_or_404(collection)
        return Response(detail(record_or_404(kind, request.user, uuid), kind, request.user))


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
        uuid_text = run_once(
            idempotency_key(request),
            request.user,
            {"step": step, "data": request.data},
            lambda: str(action.do(record, by=acting_user(request), **cleaned).uuid),
            name=f"{collection}.{step}",
            record=str(uuid),
        )
        fresh = kind.visible(request.user).filter(uuid=uuid_text).first()
        return Response(detail(fresh, kind, request.user) if fresh else {"id": uuid_text})


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
        run_once(
            idempotency_key(request),
            request.user,
            {"edit": name, "data": request.data},
            lambda: str(action.do(record, by=acting_user(request), **form.cleaned_data).uuid),
            name=f"{collection}.{name}",
            record=str(uuid),
        )
        return Response(detail(record_or_404(kind, request.user, uuid), kind, request.user))
