"""Writing an application through the API: sections under If-Match, typed tables, attachments, what is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import invalid
from api.v1.records import acting_user, given, idempotency_key
from core.ledger import plain
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.requests import run_once
from projects.applications import services
from projects.applications.completeness import missing_parts
from projects.applications.forms import AimForm, AvoidForm, BasicsForm, MemberForm, MoneyForm, PlanForm
from projects.applications.models import Application
from projects.applications.permissions import sees_avoidances
from projects.applications.queries import COLUMNS, rows_of
from projects.applications.tables import Aim, Avoid, Basics, Member, Money, Plan, tag_of
from projects.calls.form_definition import current_form, sections_of

TABLES: dict[str, tuple[type[forms.Form], Any, Any]] = {
    "team": (MemberForm, Member, services.set_team),
    "indicators": (AimForm, Aim, services.set_indicators),
    "year_plan": (PlanForm, Plan, services.set_year_plan),
    "budget": (MoneyForm, Money, services.set_budget),
    "avoidance": (AvoidForm, Avoid, services.set_avoidances),
}
MOST_ROWS = 200


def application_or_404(request: Request, uuid: UUID) -> Application:
    found = record_or_404(kind_or_404("applications"), request.user, uuid)
    if not isinstance(found, Application):
        raise Http404
    return found


def tag_in(request: Request) -> str | None:
    """The version that the writer saw, where one is named; a table without If-Match (or with "0") is simply replaced."""
    tag = request.headers.get("If-Match", "").strip().strip('"')
    return tag if tag not in ("", "0", "*") else None


class Completeness(APIView):
    """What is still missing before the application can be submitted."""

    @extend_schema(responses=dict)
    def get(self, request: Request, uuid: UUID) -> Response:
        application = application_or_404(request, uuid)
        return Response(
            [
                {"section": each.section, "code": each.verdict.code, "reason": words_of(each.verdict)}
                for each in missing_parts(application)
            ]
        )


class Section(APIView):
    """One section: GET with its ETag, PUT over the version named in If-Match (412 with both texts when it is stale)."""

    @extend_schema(responses=dict)
    def get(self, request: Request, uuid: UUID, key: str) -> Response:
        application = application_or_404(request, uuid)
        if key not in {each.key for each in sections_of(current_form(application.call))}:
            raise Http404
        if key == "avoidance" and not sees_avoidances(request.user, application):
            raise Http404
        if key in COLUMNS:
            rows = rows_of(application, key)
            tag = tag_of(rows)
            said = {"content": rows[0]} if key == "basics" else {"rows": rows}
            return Response({"key": key, "version": tag} | plain(said), headers={"ETag": f'"{tag}"'})
        stored = application.sections.filter(key=key).first()
        version = stored.version if stored else 0
        return Response(
            {"key": key, "version": version, "content": stored.content if stored else {}},
            headers={"ETag": f'"{version}"'},
        )

    @extend_schema(request=dict, responses=dict)
    def put(self, request: Request, uuid: UUID, key: str) -> Response:
        application = application_or_404(request, uuid)
        if key == "basics":
            return self._basics(request, application)
        if key in TABLES:
            return self._table(request, application, key)
        base = request.headers.get("If-Match", '"0"').strip('"')
        content = given(request).get("content", {})

        def save() -> dict[str, int]:
            saved = services.save_section(
                application, key, content, base_version=int(base) if base.isdecimal() else 0, by=acting_user(request)
            )
            return {"version": saved.version}

        return Response(
            run_once(
                idempotency_key(request),
                request.user,
                {"key": key, "content": content},
                save,
                name="applications.write",
                record=str(uuid),
            )
        )

    def _basics(self, request: Request, application: Application) -> Response:
        form = BasicsForm(given(request))
        if not form.is_valid():
            return invalid(form)
        basics = Basics(**(form.cleaned_data | {"direction_code": form.cleaned_data["direction_code"] or None}))

        def save() -> None:
            services.save_basics(application, basics, by=acting_user(request), base=tag_in(request))

        run_once(
            idempotency_key(request),
            request.user,
            request.data,
            save,
            name="applications.write",
            record=str(application.uuid),
        )
        return Response({"key": "basics"})

    def _table(self, request: Request, application: Application, key: str) -> Response:
        form_class, row_class, service = TABLES[key]
        sent = given(request).get("rows", [])
        rows = []
        for each in sent[:MOST_ROWS]:
            form = form_class(each)
            if not form.is_valid():
                return invalid(form)
            rows.append(row_class(**form.cleaned_data))

        def save() -> None:
            service(application, rows, by=acting_user(request), base=tag_in(request))

        run_once(
            idempotency_key(request),
            request.user,
            request.data,
            save,
            name="applications.write",
            record=str(application.uuid),
        )
        return Response({"key": key, "rows": len(rows)})


class Attachments(APIView):
    """Attach a file (multipart: file, kind)."""

    @extend_schema(request=dict, responses=dict)
    def post(self, request: Request, uuid: UUID) -> Response:
        application = application_or_404(request, uuid)
        uploaded = request.FILES.get("file")
        if uploaded is None:
            return Response(
                {"kind": "what", "code": "invalid-input", "reason": "", "fields": {"file": "required"}}, status=422
            )

        def attach() -> dict[str, str]:
            kept = services.attach_file(
                application,
                by=acting_user(request),
                kind=str(given(request).get("kind", "other"))[:40],
                name=uploaded.name or "",
                content=uploaded,
            )
            return {"name": kept.name, "sha256": kept.file.sha256}

        return Response(
            run_once(
                idempotency_key(request),
                request.user,
                {"name": uploaded.name, "kind": given(request).get("kind", ""), "size": uploaded.size},
                attach,
                name="applications.attach",
                record=str(uuid),
            ),
            status=201,
        )
