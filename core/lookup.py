"""Find what an address names, or answer that there is nothing: missing and forbidden look alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from core.records import Record, RecordKind, kinds


def kind_or_404(collection: str) -> RecordKind:
    """The registered kind of a collection. Raises Http404."""
    kind = kinds().get(collection)
    if kind is None:
        raise Http404
    return kind


def record_or_404(kind: RecordKind, user: Any, uuid: UUID) -> Record:
    """The record, if this user may know of it. Raises Http404 otherwise, whether it exists or not."""
    found: Record | None = kind.visible(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
