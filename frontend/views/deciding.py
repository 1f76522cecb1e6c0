"""The workbench of a decision list: verdict and amount of each item, the running total in sight."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.lookup import kind_or_404, record_or_404
from frontend.answers import acting_user, new_key, run_form
from projects.decisions.forms import items_form
from projects.decisions.models import Decision
from projects.decisions.services import set_items


@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, uuid: UUID) -> HttpResponse:
    decision = record_or_404(kind_or_404("decisions"), request.user, uuid)
    assert isinstance(decision, Decision)
    rows = list(decision.items.select_related("application__institution"))
    initial: dict[str, Any] = {f"verdict-{item.application.uuid}": item.verdict for item in rows}
    initial |= {f"amount-{item.application.uuid}": item.approved_amount for item in rows}
    form = items_form(decision)(request.POST or None, initial=initial)
    status, refusal = 200, ""
    if request.method == "POST":
        outcome = run_form(
            request,
            form,
            lambda: str(set_items(decision, by=acting_user(request), **form.cleaned_data).uuid),
            name="decisions.items",
            record=str(uuid),
        )
        if outcome.refusal is None:
            messages.success(request, _("The list was saved."))
            return redirect("record", collection="decisions", uuid=uuid)
        status, refusal = outcome.status, outcome.words
    context = {
        "decision": decision,
        "rows": [
            (item, form[f"verdict-{item.application.uuid}"], form[f"amount-{item.application.uuid}"]) for item in rows
        ],
        "total": sum(item.approved_amount for item in rows),
        "refusal": refusal,
        "request_key": new_key(),
    }
    return render(request, "deciding/items.html", context, status=status)
