"""The auditor's page: a call or a year, and its workbook to take away."""

from __future__ import annotations

import tempfile

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock, files
from frontend.downloads import download_of
from projects.sheets.forms import AuditForm
from projects.sheets.workbook import audit_sheets, may_export_audit, write_audit


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What the workbook holds, and the choice of its scope. Only auditors know of it."""
    return _page(request, AuditForm(initial={"year": clock.today().year} | request.GET.dict()))


@require_safe
def workbook(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The workbook as a download; the read is logged. A choice that says nothing comes back with its reason."""
    if not may_export_audit(request.user):
        raise Http404
    form = AuditForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    scope = form.scope()
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the response when it has been sent
    write_audit(file, scope, by=request.user)
    file.seek(0)
    response = download_of(request, file, name=files.clean_name(scope.file_name()), content_type=files.XLSX)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, form: AuditForm, status: int = 200) -> HttpResponse:
    if not may_export_audit(request.user):
        raise Http404
    return render(request, "auditing/audit.html", {"form": form, "sheets": audit_sheets()}, status=status)
