"""The workbench of a decision list: verdict and amount of each item, the running total in sight."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.lookup import kind_or_404, record_or_404
from frontend.answers import acting_user, new_key, run
from projects.decisions.models import Decision
from projects.decisions.services import set_item
from projects.decisions.states import ItemVerdict


@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, uuid: UUID) -> HttpResponse:
    decision = record_or_404(kind_or_404("decisions"), request.user, uuid)
    assert isinstance(decision, Decision)
    rows = list(decision.items.select_related("application__institution"))
    status, refusal = 200, ""
    if request.method == "POST":

        def save() -> int:
            for item in rows:
                verdict = request.POST.get(f"verdict-{item.pk}", item.verdict)
                amount = _amount(request.POST.get(f"amount-{item.pk}", ""))
                funded = verdict == ItemVerdict.FUND
                if verdict != item.verdict or (funded and amount != item.approved_amount):
                    set_item(item, by=acting_user(request), verdict=verdict, approved_amount=amount)
            return len(rows)

        body = {key: value for key, value in request.POST.items() if key.startswith(("verdict-", "amount-"))}
        outcome = run(request, save, name="decisions.items", record=str(uuid), body=body)
        if outcome.refusal is None:
            messages.success(request, _("The list was saved."))
            return redirect("record", collection="decisions", uuid=uuid)
        status, refusal = outcome.status, outcome.words
    context = {
        "decision": decision,
        "rows": rows,
        "verdicts": ItemVerdict.choices,
        "total": sum(item.approved_amount for item in rows),
        "refusal": refusal,
        "request_key": new_key(),
    }
    return render(request, "deciding/items.html", context, status=status)


def _amount(typed: str) -> Decimal:
    try:
        return Decimal(typed.replace(",", "").strip() or "0").quantize(Decimal("0.01"))
    except InvalidOperation:
        return Decimal(0)
