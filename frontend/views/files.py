"""Serve a stored file: only one that the record's presentation shows to this user, always as a download."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core import files
from core.access import note_read
from core.lookup import kind_or_404, record_or_404


@require_safe
def download(request: HttpRequest, collection: str, uuid: UUID, sha256: str) -> FileResponse:
    kind = kind_or_404(collection)
    record = record_or_404(kind, request.user, uuid)
    link = next((each for each in kind.present(record, request.user).files if each.sha256 == sha256), None)
    if link is None:
        raise Http404
    note_read(request.user, f"file:{collection}", [uuid, sha256])
    response = FileResponse(
        files.open_file(sha256), as_attachment=True, filename=files.clean_name(link.title),
        content_type="application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
