"""The expert's part: declare for every item of a round at once, then score item after item on the workbench."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.access import note_read
from core.reasons import words_of
from frontend.answers import Outcome, acting_user, new_key, run, run_form
from reviews.assignment.forms import answers_form
from reviews.assignment.models import Assignment
from reviews.assignment.permissions import may_read_material
from reviews.assignment.queries import tasks_in_round
from reviews.assignment.services import answer_invitations
from reviews.assignment.states import AssignmentState
from reviews.rounds.presentation import head_of, material_of
from reviews.scoring.forms import POINTS, sheet_form, sheet_initial
from reviews.scoring.models import Scoresheet
from reviews.scoring.permissions import may_score, policy_of
from reviews.scoring.rules import bands
from reviews.scoring.services import score_sheet, submit_sheet
from reviews.scoring.states import ScoresheetState


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every own item of a round: title and units to declare on, or how far it is."""
    rows = tasks_in_round(request.user, uuid)
    if not rows:
        raise Http404
    invited = [each for each in rows if each.state == AssignmentState.INVITED]
    form = answers_form(invited)(request.POST or None)
    status, refusal = 200, ""
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: answer_invitations(invited, by=acting_user(request), **form.cleaned_data),
            name="assignments.answer",
            record=str(uuid),
        )
        if outcome.refusal is None:
            messages.success(request, _("Your answers were recorded."))
            return redirect("review_round", uuid=uuid)
        status, refusal = outcome.status, outcome.words
    context = {
        "round": rows[0].item.round,
        "rows": [_row(each, form) for each in rows],
        "invited": len(invited),
        "form": form,
        "done": sum(each.state == AssignmentState.DONE for each in rows),
        "total": sum(bool(each.live_clear) for each in rows),
        "first": next((each.item.alias for each in rows if each.state == AssignmentState.ACCEPTED), ""),
        "refusal": refusal,
        "request_key": request.POST.get("request_key") or new_key(),
    }
    return render(request, "reviewing/tasks.html", context, status=status)


def _row(assignment: Assignment, form: forms.Form) -> dict[str, Any]:
    alias = assignment.item.alias
    is_open = assignment.state == AssignmentState.INVITED
    sheet: Scoresheet | None = getattr(assignment, "scoresheet", None)
    return {
        "assignment": assignment,
        "head": head_of(assignment.item),
        "answer": form[f"answer-{alias}"] if is_open else None,
        "reason": form[f"reason-{alias}"] if is_open else None,
        "total": sheet.total if sheet else None,
        "is_to_score": assignment.state == AssignmentState.ACCEPTED,
    }


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """The workbench of one item: material left, sheet right. POST saves, and submits when asked to."""
    rows = tasks_in_round(request.user, uuid)
    assignment = next((each for each in rows if each.item.alias == key), None)
    if assignment is None:
        raise Http404
    if assignment.state == AssignmentState.INVITED:
        return redirect("review_round", uuid=uuid)
    verdict = may_read_material(request.user, assignment, clock.now())
    sheet: Scoresheet | None = getattr(assignment, "scoresheet", None)
    if not verdict or sheet is None:
        messages.error(request, words_of(verdict))
        return redirect("record", collection="assignments", uuid=assignment.uuid)
    form = sheet_form(sheet)(request.POST or None, initial=sheet_initial(sheet))
    context: dict[str, Any] = {"refusal": "", "theirs": None}
    status = 200
    if request.method == "POST":
        outcome = _save(request, sheet, form)
        if request.headers.get("Accept") == "application/json":
            return _autosaved(outcome, sheet)
        if outcome is not None and outcome.refusal is None and request.POST.get("then") == "submit":
            outcome = _submit(request, sheet)
        if outcome is not None and outcome.refusal is None:
            return _onward(request, uuid, key, rows)
        status = outcome.status if outcome else 422
        context["refusal"] = outcome.words if outcome else _("Some fields need your attention. What you typed is kept.")
        sheet = Scoresheet.objects.get(pk=sheet.pk)
        if outcome is not None and outcome.refusal is not None and outcome.refusal.code == "stale-version":
            context["theirs"] = _theirs(sheet, assignment)
    else:
        note_read(request.user, "review-material", [assignment.item.uuid])
    context |= _page(request, assignment, sheet, form, rows)
    return render(request, "reviewing/item.html", context, status=status)


def _save(request: HttpRequest, sheet: Scoresheet, form: forms.Form) -> Outcome | None:
    """Save what was posted. No outcome: the shape of the input was wrong (the form says where)."""
    if not form.is_valid():
        return None
    return run(
        request,
        lambda: str(score_sheet(sheet, by=acting_user(request), **form.cleaned_data).uuid),
        name="scoresheets.score",
        record=str(sheet.uuid),
        key="",
    )


def _submit(request: HttpRequest, sheet: Scoresheet) -> Outcome:
    """Hand the saved sheet in; it stays saved when that is refused."""
    return run(
        request,
        lambda: str(submit_sheet(sheet, by=acting_user(request)).uuid),
        name="scoresheets.submit",
        record=str(sheet.uuid),
        body={"step": "submit", "sheet": str(sheet.uuid)},
    )


def _autosaved(outcome: Outcome | None, sheet: Scoresheet) -> JsonResponse:
    if outcome is None:
        return JsonResponse({"words": _("Some fields need your attention. What you typed is kept.")}, status=422)
    if outcome.refusal is None:
        fresh = Scoresheet.objects.get(pk=sheet.pk)
        saved_at = timezone.localtime(fresh.saved_at).strftime("%H:%M:%S") if fresh.saved_at else ""
        return JsonResponse({"version": fresh.version, "saved_at": saved_at})
    status = 412 if outcome.refusal.code == "stale-version" else outcome.status
    return JsonResponse({"code": outcome.refusal.code, "words": outcome.words}, status=status)


def _onward(request: HttpRequest, uuid: UUID, key: str, rows: list[Assignment]) -> HttpResponse:
    """After a save: the same item; after the submission: the next one that waits, else the list."""
    then = request.POST.get("then", "")
    if then != "submit":
        messages.success(request, _("Saved."))
        return redirect("review_item", uuid=uuid, key=key)
    waiting = [each.item.alias for each in rows if each.state == AssignmentState.ACCEPTED and each.item.alias != key]
    messages.success(request, _("Item %(item)s is submitted.") % {"item": key})
    if not waiting:
        return redirect("review_round", uuid=uuid)
    return redirect("review_item", uuid=uuid, key=next((alias for alias in waiting if alias > key), waiting[0]))


def _theirs(sheet: Scoresheet, assignment: Assignment) -> dict[str, Any]:
    """What the other window saved, in words."""
    points = [(each["name"], sheet.points.get(each["key"], "—")) for each in assignment.item.round.criteria]
    return {
        "points": points,
        "recommendation": sheet.get_recommendation_display() if sheet.recommendation else "—",
        "comment": sheet.comment,
        "saved_at": sheet.saved_at,
    }


def _page(
    request: HttpRequest, assignment: Assignment, sheet: Scoresheet, form: forms.Form, rows: list[Assignment]
) -> dict[str, Any]:
    round_ = assignment.item.round
    live = [each for each in rows if each.live_clear and each.state != AssignmentState.INVITED]
    place = [each.pk for each in live].index(assignment.pk)
    verdict = may_score(request.user, sheet, clock.now())
    return {
        "round": round_,
        "assignment": assignment,
        "material": material_of(assignment.item),
        "sheet": sheet,
        "version": sheet.version,
        "is_submitted": sheet.state == ScoresheetState.SUBMITTED,
        "form": form,
        "criteria": [
            {"criterion": each, "field": form[f"{POINTS}{each['key']}"], "bands": bands(each["points"])}
            for each in round_.criteria
        ],
        "whole": sum(each["points"] for each in round_.criteria),
        "total": sum(float(given) for given in sheet.points.values()),
        "least_comment": policy_of(round_).least_comment,
        "done": sum(each.state == AssignmentState.DONE for each in rows),
        "count": sum(bool(each.live_clear) for each in rows),
        "previous": live[place - 1].item.alias if place else "",
        "following": live[place + 1].item.alias if place + 1 < len(live) else "",
        "editable": bool(verdict),
        "why_not": words_of(verdict),
        "request_key": new_key(),
    }
