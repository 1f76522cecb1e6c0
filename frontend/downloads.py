"""A stream of bytes as a download, sent piece by piece under either kind of server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 256 * 1024


async def pieces(stream: IO[bytes]) -> AsyncIterator[bytes]:
    """Read beside the event loop, so that a large file holds nobody up; the stream is closed at the end."""
    try:
        while piece := await sync_to_async(stream.read)(PIECE):
            yield piece
    finally:
        await sync_to_async(stream.close)()


def download_of(
    request: HttpRequest, stream: IO[bytes], *, name: str, content_type: str = "application/octet-stream"
) -> StreamingHttpResponse:
    """Always an attachment, never sniffed; ``Content-Length`` is what is left of the stream."""
    if not isinstance(request, ASGIRequest):
        response: StreamingHttpResponse = FileResponse(
            stream, as_attachment=True, filename=name, content_type=content_type
        )
    else:
        place = stream.tell()
        size = stream.seek(0, 2) - place
        stream.seek(place)
        response = StreamingHttpResponse(pieces(stream), content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    return response
