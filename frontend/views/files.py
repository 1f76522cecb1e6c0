"""Serve a stored file: only one that the record's presentation shows to this user, always as a download."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from core import files
from core.access import note_read
from core.lookup import kind_or_404, record_or_404
from frontend.downloads import download_of


@require_safe
def download(request: HttpRequest, collection: str, uuid: UUID, sha256: str) -> StreamingHttpResponse:
    kind = kind_or_404(collection)
    record = record_or_404(kind, request.user, uuid)
    link = next((each for each in kind.present(record, request.user).files if each.sha256 == sha256), None)
    if link is None:
        raise Http404
    note_read(request.user, f"file:{collection}", [uuid, sha256])
    response = download_of(request, files.open_file(sha256), name=files.clean_name(link.title))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
