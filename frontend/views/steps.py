"""Take a step: the review page before it, and the run through one service. Open a record likewise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.records import form_of, opening_form, step_verdict
from core.verdict import Verdict
from frontend.answers import new_key, plain_body, run_form


def asked(form: forms.Form | None, verdict: Verdict, request: HttpRequest) -> dict[str, Any]:
    """What the pages of steps, edits and openings share; the choices of a form are for who may act."""
    return {
        "form": None if verdict.kind == "who" else form,
        "allowed": bool(verdict),
        "request_key": request.POST.get("request_key") or new_key(),
    }


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, collection: str, uuid: UUID, step: str) -> HttpResponse:
    """GET shows the consequences and asks for what is needed; POST takes the step once."""
    kind = kind_or_404(collection)
    record = record_or_404(kind, request.user, uuid)
    action = kind.steps.get(step)
    if action is None:
        raise Http404
    shape = form_of(action, record)
    initial = action.initial(record) if action.initial else None
    form = shape(request.POST or None, request.FILES or None, initial=initial) if shape else None
    verdict = step_verdict(request.user, record, step, clock.now())
    status, refusal = 200, words_of(verdict)
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: str(action.do(record, by=request.user, **(form.cleaned_data if form else {})).uuid),
            name=f"{collection}.{step}",
            record=str(uuid),
            body={"step": step, **plain_body(form)},
            verdict=verdict,
        )
        if outcome.refusal is None:
            messages.success(request, record.lifecycle.step(step).done)
            return redirect("record", collection=collection, uuid=uuid)
        status, refusal = outcome.status, outcome.words
    context: dict[str, Any] = {
        "kind": kind,
        "record": record,
        "shown": (kind.row or kind.present)(record, request.user),
        "arrow": record.lifecycle.step(step),
        "action": action,
        "refusal": refusal,
        **asked(form, verdict, request),
    }
    return render(request, "records/step.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, collection: str, uuid: UUID, name: str) -> HttpResponse:
    """Change a record's content without a step of its life; what was typed is kept when it is refused."""
    kind = kind_or_404(collection)
    record = record_or_404(kind, request.user, uuid)
    action = kind.edits.get(name)
    if action is None:
        raise Http404
    shape = form_of(action, record)
    assert shape is not None
    form = shape(
        request.POST or None, request.FILES or None, initial=action.initial(record) if action.initial else None
    )
    verdict = action.may(request.user, record, clock.now())
    status, refusal = 200, words_of(verdict)
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: str(action.do(record, by=request.user, **form.cleaned_data).uuid),
            name=f"{collection}.{name}",
            record=str(uuid),
            verdict=verdict,
        )
        if outcome.refusal is None:
            messages.success(request, _("Saved."))
            return redirect("record", collection=collection, uuid=uuid)
        status, refusal = outcome.status, outcome.words
    context = {
        "kind": kind,
        "record": record,
        "shown": (kind.row or kind.present)(record, request.user),
        "action": action,
        "refusal": refusal,
        **asked(form, verdict, request),
    }
    return render(request, "records/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def open_record(request: HttpRequest, collection: str) -> HttpResponse:
    """Open a new record of a kind, where the kind can be opened by people."""
    kind = kind_or_404(collection)
    if kind.opening is None:
        raise Http404
    opening = kind.opening
    verdict = opening.may(request.user, clock.now())
    shape = opening_form(opening, request.user)
    form = shape(request.POST or None, request.FILES or None, initial=request.GET.dict())
    status, refusal = (200, "") if verdict else (403, words_of(verdict))
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: str(opening.do(by=request.user, **form.cleaned_data).uuid),
            name=f"{collection}.open",
            verdict=verdict,
        )
        if outcome.refusal is None:
            return redirect("record", collection=collection, uuid=outcome.answer)
        status, refusal = outcome.status, outcome.words
    context = {
        "kind": kind,
        "refusal": refusal,
        **asked(form, verdict, request),
    }
    return render(request, "records/new.html", context, status=status)
