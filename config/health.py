"""Is the process there, can it work, and what does it count: /healthz, /readyz, /metrics."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from core import files


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, jobs and files answer, else 503; says which does not."""
    found = {"database": _database(), "jobs": _jobs(), "files": _files()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    return _answers("SELECT keheng_now()")


def _jobs() -> bool:
    return _answers("SELECT 1 FROM procrastinate_jobs LIMIT 1")


def _answers(query: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
    except DatabaseError:
        return False
    return True


def _files() -> bool:
    try:
        files.root().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True
