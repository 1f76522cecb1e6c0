"""Pages of a round beside its record: the ranking with its funding line, the conflicts, the transcript of the draw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import is_staff
from core import clock
from core.access import note_read
from core.lookup import kind_or_404, record_or_404
from core.records import Record
from frontend.answers import acting_user, new_key, plain_body, run, run_form
from reviews.conflicts.forms import decide_form
from reviews.conflicts.permissions import may_decide_findings
from reviews.conflicts.presentation import present_findings
from reviews.conflicts.services import decide_finding
from reviews.drawing.models import Draw
from reviews.panels.forms import panel_form, words_from
from reviews.panels.permissions import may_record_panel
from reviews.panels.presentation import board_of
from reviews.panels.services import record_panel
from reviews.rounds.models import Round
from reviews.rounds.states import AFTER_LOCK


def round_or_404(request: HttpRequest, uuid: UUID) -> Round:
    found = record_or_404(kind_or_404("rounds"), request.user, uuid)
    assert isinstance(found, Round)
    return found


@require_http_methods(["GET", "POST"])
def ranking(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By rank, with every code's score, the votes, and the line where the money ends. POST records the panel's word."""
    round_ = round_or_404(request, uuid)
    if round_.state not in AFTER_LOCK:
        raise Http404
    form = panel_form(round_)(request.POST or None)
    status, refusal = 200, ""
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: str(record_panel(round_, by=acting_user(request), words=words_from(form.cleaned_data)).uuid),
            name="rounds.panel",
            record=str(uuid),
        )
        if outcome.refusal is None:
            messages.success(request, _("Saved."))
            return redirect("round_ranking", uuid=uuid)
        status, refusal = outcome.status, outcome.words
    board = board_of(round_, request.user)
    names = ("for", "against", "rank", "reason") if board.is_fixed else ()
    context = {
        "round": round_,
        "board": board,
        "cells": [(row, [form[f"{name}-{row.alias}"] for name in names]) for row in board.rows],
        "may_write": bool(may_record_panel(request.user, round_, clock.now())),
        "refusal": refusal,
        "request_key": request.POST.get("request_key") or new_key(),
    }
    return render(request, "reviewing/ranking.html", context, status=status)


@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was found between the roster and the items; a HOLD is decided here with a reason."""
    round_ = round_or_404(request, uuid)
    if not is_staff(request.user):
        raise Http404
    status, refusal = 200, ""
    form = decide_form(round_)(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            status, refusal = 422, " ".join(str(each) for errors in form.errors.values() for each in errors)
        else:
            outcome = run(
                request,
                lambda: str(decide_finding(round_, by=acting_user(request), **form.cleaned_data).uuid),
                name="rounds.conflicts",
                record=str(uuid),
                body=plain_body(form),
            )
            if outcome.refusal is None:
                messages.success(request, _("Saved."))
                return redirect("round_conflicts", uuid=uuid)
            status, refusal = outcome.status, outcome.words
    typed: Any = request.POST if request.method == "POST" else {}
    context = {
        "round": round_,
        "rows": present_findings(round_, request.user),
        "may_decide": bool(may_decide_findings(request.user, round_, clock.now())),
        "typed": typed,
        "refusal": refusal,
        "request_key": new_key(),
    }
    return render(request, "reviewing/conflicts.html", context, status=status)


@require_safe
def transcript(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What replays the draw (manage.py verify_draw), once it is frozen."""
    draw: Record = record_or_404(kind_or_404("draws"), request.user, uuid)
    assert isinstance(draw, Draw)
    if draw.frozen_at is None:
        raise Http404
    note_read(request.user, "draw-transcript", [draw.uuid])
    response = JsonResponse(draw.transcript, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{draw.number}.json"'
    return response
