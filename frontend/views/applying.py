"""The application form: sections at the left, one at a time, saved over a known version; works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from frontend.answers import Outcome, acting_user, new_key, run
from projects.applications import services
from projects.applications.completeness import missing_parts
from projects.applications.forms import AimForm, AvoidForm, BasicsForm, MemberForm, MoneyForm, PlanForm
from projects.applications.models import Application
from projects.applications.permissions import may_edit_application
from projects.applications.tables import Aim, Avoid, Basics, Member, Money, Plan
from projects.calls.form_definition import FormSection, current_form, sections_of

SPARE_ROWS = 2


def plain_rows(rows: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


@dataclass(frozen=True)
class TablePart:
    """A typed section edited as rows: its form, the plain row, the current rows and the service."""

    form: type[forms.Form]
    row: Callable[..., Any]
    rows: Callable[[Application], list[dict[str, Any]]]
    save: Callable[..., Any]


TABLES = {
    "team": TablePart(
        MemberForm,
        Member,
        lambda a: plain_rows(a.team.values("name", "institution_name", "title", "task", "months")),
        services.set_team,
    ),
    "indicators": TablePart(
        AimForm,
        Aim,
        lambda a: plain_rows(
            a.indicators.values("category", "name", "existing", "comparison", "midterm", "target", "unit", "method")
        ),
        services.set_indicators,
    ),
    "year_plan": TablePart(
        PlanForm, Plan, lambda a: plain_rows(a.year_plans.values("year", "content", "outcome")), services.set_year_plan
    ),
    "budget": TablePart(
        MoneyForm,
        Money,
        lambda a: plain_rows(a.budget.values("source", "category", "amount", "note")),
        services.set_budget,
    ),
    "avoidance": TablePart(
        AvoidForm,
        Avoid,
        lambda a: plain_rows(a.avoidances.values("person_name", "institution_name", "reason")),
        services.set_avoidances,
    ),
}


def form_start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    record_or_404(kind_or_404("applications"), request.user, uuid)
    return redirect("application_section", uuid=uuid, key="basics")


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """One section. POST saves it; an autosave asks for JSON and gets the new version or both texts."""
    application = record_or_404(kind_or_404("applications"), request.user, uuid)
    assert isinstance(application, Application)
    sections = sections_of(current_form(application.call))
    part = next((each for each in sections if each.key == key), None)
    if part is None:
        raise Http404
    context: dict[str, Any] = {"refusal": "", "typed": None, "theirs": None}
    status = 200
    if request.method == "POST":
        outcome, extra = save(request, application, part)
        if request.headers.get("Accept") == "application/json":
            return autosave_answer(outcome, extra)
        if outcome is not None and outcome.refusal is None:
            return redirect("application_section", uuid=uuid, key=request.POST.get("then") or key)
        status = outcome.status if outcome else 422
        context |= extra | {
            "refusal": outcome.words if outcome else _("Some fields need your attention. What you typed is kept.")
        }
    context |= page(application, part, sections, request, context)
    return render(request, "applying/section.html", context, status=status)


def save(request: HttpRequest, application: Application, part: FormSection) -> tuple[Outcome | None, dict[str, Any]]:
    """Save what was posted. No outcome: the shape of the input was wrong (the forms say where)."""
    user = acting_user(request)
    if part.key == "basics":
        form = BasicsForm(request.POST)
        if not form.is_valid():
            return None, {"form": form}
        basics = Basics(**(form.cleaned_data | {"direction_code": form.cleaned_data["direction_code"] or None}))
        return _run(request, application, lambda: services.save_basics(application, basics, by=user)), {"form": form}
    if part.key in TABLES:
        table = TABLES[part.key]
        formset = formset_of(table)(request.POST, prefix="row")
        if not formset.is_valid():
            return None, {"formset": formset}
        rows = [
            table.row(**{name: value for name, value in each.cleaned_data.items() if name != "DELETE"})
            for each in formset.forms
            if each.cleaned_data and not each.cleaned_data.get("DELETE")
        ]
        return _run(request, application, lambda: table.save(application, rows, by=user)), {"formset": formset}
    if part.key == "attachments":
        uploaded = request.FILES.get("file")
        if uploaded is None:
            return None, {}
        return _run(
            request,
            application,
            lambda: services.attach_file(
                application,
                by=user,
                kind=request.POST.get("kind", "other")[:40],
                name=uploaded.name or "",
                content=uploaded,
            ),
        ), {}
    typed = {field.key: request.POST.get(field.key, "") for field in part.fields}
    base = request.POST.get("base_version", "0")
    saved: dict[str, Any] = {}

    def keep() -> None:
        row = services.save_section(
            application, part.key, typed, base_version=int(base) if base.isdigit() else 0, by=user
        )
        saved.update(version=row.version, saved_at=timezone.localtime(row.saved_at).strftime("%H:%M:%S"))

    return _run(request, application, keep), {"typed": typed, "saved": saved}


def _run(request: HttpRequest, application: Application, action: Callable[[], Any]) -> Outcome:
    def act() -> None:
        action()

    body = {
        name: request.POST.getlist(name) for name in request.POST if name not in {"csrfmiddlewaretoken", "request_key"}
    }
    return run(request, act, name="applications.write", record=str(application.uuid), body=body)


def autosave_answer(outcome: Outcome | None, extra: dict[str, Any]) -> JsonResponse:
    if outcome is None:
        return JsonResponse({"words": _("Some fields need your attention. What you typed is kept.")}, status=422)
    if outcome.refusal is None:
        return JsonResponse(extra.get("saved", {}))
    facts = outcome.refusal.facts
    answer = {
        "code": outcome.refusal.code,
        "words": outcome.words,
        "theirs": facts.get("theirs"),
        "version": facts.get("version"),
    }
    return JsonResponse(answer, status=412 if outcome.refusal.code == "stale-version" else outcome.status)


def formset_of(table: TablePart) -> Any:
    return forms.formset_factory(table.form, extra=SPARE_ROWS, can_delete=True, max_num=200, absolute_max=250)


def page(
    application: Application,
    part: FormSection,
    sections: list[FormSection],
    request: HttpRequest,
    given: dict[str, Any],
) -> dict[str, Any]:
    """Everything the section's page shows."""
    missing = missing_parts(application)
    counts = {each.key: sum(m.section == each.key for m in missing) for each in sections}
    place = [each.key for each in sections].index(part.key)
    stored = application.sections.filter(key=part.key).first()
    content = given["typed"] if given["typed"] is not None else (stored.content if stored else {})
    verdict = may_edit_application(request.user, application, clock.now())
    context = {
        "application": application,
        "part": part,
        "sections": [(each, counts[each.key]) for each in sections],
        "missing_here": [words_of(m.verdict) for m in missing if m.section == part.key],
        "missing_count": len(missing),
        "previous": sections[place - 1] if place else None,
        "following": sections[place + 1] if place + 1 < len(sections) else None,
        "fields": [(field, content.get(field.key, "")) for field in part.fields],
        "stored": stored,
        "editable": bool(verdict),
        "why_not": words_of(verdict),
        "directions": application.call.directions.order_by("code"),
        "request_key": new_key(),
    }
    if part.key == "basics" and "form" not in given:
        names = ("title", "title_en", "discipline", "keywords", "starts_on", "ends_on")
        initial = {name: getattr(application, name) for name in names}
        initial["direction_code"] = application.direction.code if application.direction else ""
        context["form"] = BasicsForm(initial=initial)
    if part.key in TABLES and "formset" not in given:
        context["formset"] = formset_of(TABLES[part.key])(initial=TABLES[part.key].rows(application), prefix="row")
    if part.key == "attachments":
        context["attachments"] = application.attachments.select_related("file")
        context["documents"] = application.call.documents
    if given["typed"] is not None and stored:
        context["theirs"] = [(field, stored.content.get(field.key, "")) for field in part.fields]
    return context


@require_POST
def remove(request: HttpRequest, uuid: UUID, attachment: int) -> HttpResponse:
    application = record_or_404(kind_or_404("applications"), request.user, uuid)
    assert isinstance(application, Application)
    _run(request, application, lambda: services.remove_attachment(application, attachment, by=acting_user(request)))
    return redirect("application_section", uuid=uuid, key="attachments")
