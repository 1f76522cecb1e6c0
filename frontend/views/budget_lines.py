"""Budget lines of the finance bureau: what was allotted, what is committed, and entering one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import is_staff
from core import clock
from frontend.answers import acting_user, new_key, run_form
from projects.pool.forms import AppropriationForm
from projects.pool.permissions import may_enter_appropriation
from projects.pool.queries import visible_appropriations
from projects.pool.services import enter_appropriation


@require_http_methods(["GET", "POST"])
def budget_lines(request: HttpRequest) -> HttpResponse:
    if not is_staff(request.user):
        raise Http404
    form = AppropriationForm(request.POST or None)
    status, refusal = 200, ""
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: enter_appropriation(by=acting_user(request), **form.cleaned_data).number,
            name="budget_lines.open",
        )
        if outcome.refusal is None:
            messages.success(request, _("Saved."))
            return redirect("budget_lines")
        status, refusal = outcome.status, outcome.words
    context = {
        "lines": [(line, line.amount - line.committed) for line in visible_appropriations(request.user)[:200]],
        "form": form,
        "refusal": refusal,
        "may_enter": bool(may_enter_appropriation(request.user, clock.now())),
        "request_key": new_key(),
    }
    return render(request, "money/budget_lines.html", context, status=status)
