"""Who sees which archive files; what is due in a project's file and what there is of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from accounts.models import MembershipRole
from accounts.permissions import is_staff
from accounts.queries import institutions_of
from core.contributions import ArchivedDocument, ArchivedPart, collect
from projects.archive.models import ArchiveFile, CheckRow
from projects.calls.queries import programmes_of
from projects.contracts.models import Project

LANGUAGE = "zh-hans"


def visible_archives(user: Any) -> QuerySet[ArchiveFile]:
    """Staff those of their programmes; the leader of the project and the officers of its institution."""
    if user is None or not user.is_authenticated:
        return ArchiveFile.objects.none()
    seen = Q(pk__in=())
    if user.person_id:
        seen |= Q(project__principal_investigator_id=user.person_id)
    units = institutions_of(user, MembershipRole.OFFICER)
    if units:
        seen |= Q(project__institution_id__in=units)
    if is_staff(user):
        seen |= Q(project__programme__in=programmes_of(user))
    return ArchiveFile.objects.filter(seen).select_related(
        "project__programme", "project__institution", "project__principal_investigator", "package"
    )


@contextmanager
def archival_language() -> Iterator[None]:
    """What is filed is written in Chinese, whoever reads the page in whichever language."""
    with translation.override(LANGUAGE):
        yield


def parts() -> list[ArchivedPart]:
    """Every part that any room contributes, in the order of the list."""
    return sorted(collect("archived", "ARCHIVED"), key=lambda part: part.code)


def documents_of(project: Project) -> list[tuple[ArchivedPart, ArchivedDocument]]:
    """Every document that the records give now. Call it in the archival language."""
    return [(part, document) for part in parts() for document in part.documents(project)]


def missing_parts(project: Project) -> list[ArchivedPart]:
    """Parts that are due by now and of which there is no document. Prints nothing, so it may be asked on a page."""
    with archival_language():
        return [part for part in parts() if part.is_due(project) and not any(True for _ in part.documents(project))]


def last_run(archive: ArchiveFile) -> tuple[datetime | None, list[CheckRow]]:
    """The instant and the rows of the latest run of the check."""
    at = archive.check_rows.order_by("-at").values_list("at", flat=True).first()
    return at, list(archive.check_rows.filter(at=at).order_by("pk")) if at else []
