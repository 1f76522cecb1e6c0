"""Import a workbook of applications into a call: the template to take, the file to give, every fault in a table."""

from __future__ import annotations

import hashlib
import io
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, files
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.verdict import Verdict
from frontend.answers import Outcome, acting_user, new_key, run
from projects.applications.importing.forms import WorkbookForm
from projects.applications.importing.services import ImportedDrafts, import_applications, may_import_applications
from projects.applications.importing.template import write_template
from projects.calls.models import Call

MOST_SHOWN = 500


def _call(request: HttpRequest, uuid: UUID) -> tuple[Call, Verdict]:
    """The call and the verdict on importing into it; 404 for whoever may not know of the page."""
    call = record_or_404(kind_or_404("calls"), request.user, uuid)
    assert isinstance(call, Call)
    verdict = may_import_applications(request.user, call, clock.now())
    if verdict.kind == "who":
        raise Http404
    return call, verdict


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET explains and offers the template; POST checks the workbook and, without a fault, brings it in."""
    call, verdict = _call(request, uuid)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    done, status, refusal = ImportedDrafts(), 200, words_of(verdict)
    if request.method == "POST":
        if not form.is_valid():
            status, refusal = 422, _("Some fields need your attention. What you typed is kept.")
        else:
            outcome, done = _import(request, call, form.cleaned_data)
            status, refusal = (422 if done.faults else outcome.status), outcome.words
            if outcome.refusal is None and not done.faults and not done.was_dry:
                messages.success(
                    request, _("%(count)s applications were imported as drafts.") % {"count": outcome.answer}
                )
                return redirect("record", collection="calls", uuid=uuid)
    context = {
        "call": call,
        "form": form,
        "refusal": refusal,
        "allowed": bool(verdict),
        "faults": [(fault, words_of(fault.verdict)) for fault in done.faults[:MOST_SHOWN]],
        "count": len(done.faults),
        "checked": len(done.applications) if done.was_dry and not done.faults else None,
        "request_key": new_key(),
    }
    return render(request, "importing/applications.html", context, status=status)


def _import(request: HttpRequest, call: Call, cleaned: dict[str, Any]) -> tuple[Outcome, ImportedDrafts]:
    """Run the import once for the request's key, on a copy of the upload."""
    found = ImportedDrafts()
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        for block in cleaned["file"].chunks():
            copy.write(block)
        copy.flush()
        digest = hashlib.sha256(Path(copy.name).read_bytes()).hexdigest()

        def bring() -> int:
            nonlocal found
            found = import_applications(call, Path(copy.name), by=acting_user(request), dry_run=cleaned["dry_run"])
            return len(found.applications)

        outcome = run(
            request,
            bring,
            name="calls.import",
            record=str(call.uuid),
            body={"file": digest, "dry": cleaned["dry_run"]},
        )
    return outcome, found


@require_safe
def template(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The empty workbook of the call."""
    call, _verdict = _call(request, uuid)
    target = io.BytesIO()
    write_template(target, call)
    response = HttpResponse(target.getvalue(), content_type=files.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{files.clean_name(call.number)}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
