"""The public site: calls, notices with objections, funded projects."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from frontend.answers import new_key, plain_body, run
from projects.calls.queries import open_calls, public_calls
from projects.decisions.forms import ObjectForm
from projects.decisions.queries import public_notices
from projects.decisions.services import file_objection
from projects.disclosure.queries import funded_items, public_facts, public_projects, public_tables
from projects.disclosure.states import Stage

FEW, MANY = 6, 100


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    calls, notices, funded = open_calls(at), public_notices(at), funded_items(at)
    totals = funded.order_by().aggregate(count=Count("pk"), amount=Sum("approved_amount"))
    context = {
        "calls": calls[:FEW],
        "notices": notices[:FEW],
        "funded": funded[:FEW],
        "open_count": calls.count(),
        "notice_count": notices.count(),
        "funded_count": totals["count"],
        "funded_sum": totals["amount"] or Decimal(0),
        "stages": Stage.labels,
        "at": at,
    }
    return render(request, "public/home.html", context)


@login_not_required
def calls(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    return render(request, "public/calls.html", {"calls": public_calls(at)[:MANY], "at": at})


@login_not_required
def call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    at = clock.now()
    found = get_object_or_404(public_calls(at), uuid=uuid)
    is_open = found.state == "published" and found.opens_at <= at < found.closes_at
    context = {"call": found, "at": at, "is_open": is_open, "directions": found.directions.order_by("code")}
    return render(request, "public/call.html", context)


@login_not_required
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "public/notices.html", {"notices": public_notices(clock.now())[:MANY]})


@login_not_required
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(public_notices(clock.now()), uuid=uuid)
    may_object = found.state == "published" and found.closes_on and clock.today() <= found.closes_on
    return render(request, "public/notice.html", {"notice": found, "may_object": may_object})


@login_not_required
@require_http_methods(["GET", "POST"])
def object_to_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Object by name and with facts; the answer is a receipt with the number and the day by which one hears."""
    found = get_object_or_404(public_notices(clock.now()), uuid=uuid)
    form = ObjectForm(request.POST or None, initial={"item": request.GET.get("item", "")})
    status, refusal = 200, ""
    if request.method == "POST":
        listed = {row["application"]: row for row in found.items}
        if not form.is_valid():
            status, refusal = 422, _("Some fields need your attention. What you typed is kept.")
        elif str(form.cleaned_data["item"]) not in listed:
            raise Http404
        else:

            def file() -> dict[str, str]:
                filed = file_objection(found, **form.cleaned_data)
                return {"number": filed.number, "due_on": filed.due_on.isoformat()}

            outcome = run(request, file, name="objections.open", record=str(uuid), body=plain_body(form))
            if outcome.refusal is None:
                return render(request, "public/objection_filed.html", {"notice": found, "receipt": outcome.answer})
            status, refusal = outcome.status, outcome.words
    context = {
        "notice": found,
        "form": form,
        "refusal": refusal,
        "item": str(form["item"].value() or ""),
        "request_key": request.POST.get("request_key") or new_key(),
    }
    return render(request, "public/object.html", context, status=status)


@login_not_required
def funded(request: HttpRequest) -> HttpResponse:
    return render(request, "public/funded.html", {"items": funded_items(clock.now())[:MANY]})


@login_not_required
def project(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the public may see of one funded project, field by field."""
    found = get_object_or_404(public_projects(clock.now()), uuid=uuid)
    context = {"project": found, "facts": public_facts(found), "tables": public_tables(found)}
    return render(request, "public/project.html", context)
