"""The application form: sections at the left, one at a time, saved over a known version; works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.requests import STALE
from frontend.answers import Outcome, acting_user, new_key, run
from frontend.views.form_tables import (
    MORE_ROWS,
    TABLES,
    budget_grid,
    formset_of,
    measures_of,
    money_lines,
    rows_in,
    stored_budget,
    stored_formset,
    typed_budget,
    wrong_rows,
)
from projects.applications import services
from projects.applications.completeness import missing_parts
from projects.applications.forms import BasicsForm
from projects.applications.models import Application
from projects.applications.permissions import may_edit_application
from projects.applications.queries import COLUMNS, rows_of
from projects.applications.tables import Basics, tag_of
from projects.calls.form_definition import FormSection, current_form, sections_of


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
            return redirect(address_after(request, application, key))
        status = outcome.status if outcome else 422
        context |= extra | {
            "refusal": outcome.words if outcome else _("Some fields need your attention. What you typed is kept.")
        }
    context |= page(application, part, sections, request, context)
    return render(request, "applying/section.html", context, status=status)


def address_after(request: HttpRequest, application: Application, key: str) -> str:
    """The section that was asked for, or this one again (with more empty rows, where they were asked for)."""
    address = reverse("application_section", args=[application.uuid, request.POST.get("then") or key])
    return f"{address}?more=1" if request.POST.get("more") else address


def save(request: HttpRequest, application: Application, part: FormSection) -> tuple[Outcome | None, dict[str, Any]]:
    """Save what was posted. No outcome: the shape of the input was wrong (the forms say where)."""
    user, base = acting_user(request), request.POST.get("base_version") or None
    if part.key == "basics":
        form = BasicsForm(request.POST)
        if not form.is_valid():
            return None, {"form": form}
        basics = Basics(**(form.cleaned_data | {"direction_code": form.cleaned_data["direction_code"] or None}))
        act = partial(services.save_basics, application, basics, by=user, base=base)
        return _keep(request, application, part.key, act, {"form": form})
    if part.key == "budget":
        budget = typed_budget(request.POST)
        if not budget.is_valid():
            return None, {"budget": budget}
        act = partial(services.set_budget, application, money_lines(budget), by=user, base=base)
        return _keep(request, application, part.key, act, {"budget": budget})
    if part.key in TABLES:
        table = TABLES[part.key]
        formset = formset_of(table)(request.POST, prefix="row")
        if not formset.is_valid():
            return None, {"formset": formset}
        act = partial(table.save, application, rows_in(formset, table), by=user, base=base)
        return _keep(request, application, part.key, act, {"formset": formset})
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
    saved: dict[str, Any] = {}

    def keep() -> None:
        row = services.save_section(
            application, part.key, typed, base_version=int(base) if base and base.isdecimal() else 0, by=user
        )
        saved.update(version=row.version, saved_at=time_of(row.saved_at))

    return _run(request, application, keep), {"typed": typed, "saved": saved}


def time_of(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M:%S")


def _keep(
    request: HttpRequest, application: Application, key: str, act: Callable[[], Any], forms: dict[str, Any]
) -> tuple[Outcome, dict[str, Any]]:
    """Run a typed section's service; where it was kept, say the tag of the rows as they are now."""
    outcome = _run(request, application, act)
    saved = {} if outcome.refusal else {"version": tag_of(rows_of(application, key)), "saved_at": time_of(clock.now())}
    return outcome, forms | {"saved": saved}


def _run(request: HttpRequest, application: Application, action: Callable[[], Any]) -> Outcome:
    def act() -> None:
        action()

    body = {
        name: request.POST.getlist(name) for name in request.POST if name not in {"csrfmiddlewaretoken", "request_key"}
    }
    return run(request, act, name="applications.write", record=str(application.uuid), body=body)


def autosave_answer(outcome: Outcome | None, extra: dict[str, Any]) -> JsonResponse:
    if outcome is None:
        words = (
            [_("Row %(number)s: %(words)s") % {"number": n, "words": w} for n, w in wrong_rows(extra["formset"])]
            if "formset" in extra
            else []
        )
        said = words[0] if words else _("Some fields need your attention. What you typed is kept.")
        return JsonResponse({"words": _("Not saved yet. %(why)s") % {"why": said}}, status=422)
    if outcome.refusal is None:
        return JsonResponse(extra.get("saved", {}))
    facts = outcome.refusal.facts
    answer = {
        "code": outcome.refusal.code,
        "words": outcome.words,
        "theirs": facts.get("theirs"),
        "version": facts.get("version"),
    }
    return JsonResponse(answer, status=412 if outcome.refusal.code in STALE else outcome.status)


@require_http_methods(["GET", "POST"])
def budget_sums(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sums beside their bounds for the cells as they are typed now; nothing is kept."""
    application = record_or_404(kind_or_404("applications"), request.user, uuid)
    assert isinstance(application, Application)
    budget = typed_budget(request.POST) if request.method == "POST" else stored_budget(application)
    return render(request, "applying/sums.html", {"measures": measures_of(application, budget)})


def stored_basics(application: Application) -> BasicsForm:
    """The form of the basics over what is kept."""
    names = ("title", "title_en", "discipline", "keywords", "starts_on", "ends_on")
    initial = {name: getattr(application, name) for name in names}
    return BasicsForm(initial=initial | {"direction_code": application.direction.code if application.direction else ""})


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
        "done": sum(not count for count in counts.values()),
        "fields": [(field, content.get(field.key, "")) for field in part.fields],
        "stored": stored,
        "base_version": stored.version if stored else 0,
        "editable": bool(verdict),
        "why_not": words_of(verdict),
        "directions": application.call.directions.order_by("code"),
        "request_key": new_key(),
    }
    if part.key == "basics" and "form" not in given:
        context["form"] = stored_basics(application)
    if part.key in COLUMNS:
        context["base_version"] = tag_of(rows_of(application, part.key))
    if part.key in TABLES:
        more = MORE_ROWS if request.GET.get("more") else 0
        formset = given.get("formset") or stored_formset(application, part.key, more=more)
        context |= {"formset": formset, "wide": TABLES[part.key].wide}
        context["wrong_rows"] = wrong_rows(formset) if formset.is_bound else []
    if part.key == "budget":
        budget = given.get("budget") or stored_budget(application)
        context |= {"grid": budget_grid(budget), "measures": measures_of(application, budget)}
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
