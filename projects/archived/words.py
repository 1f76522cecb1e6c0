"""How values are written in archived documents: yuan to the cent, days and instants of the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from core.contributions import ArchivedDocument
from core.documents import Block, Document
from core.policy import in_force
from projects.archive.policy import ArchivePolicy
from projects.contracts.models import Project

Y, D30, D10 = "Y", "D30", "D10"


def yuan(value: Any) -> str:
    """Yuan with separators to the cent; text that is no number stays as it is."""
    try:
        return "" if value in (None, "") else f"{Decimal(str(value)):,.2f}"
    except InvalidOperation:
        return str(value)


def plain_number(value: Any) -> str:
    """A number without the zeros that its column adds."""
    if value in (None, ""):
        return ""
    number = Decimal(str(value))
    return f"{number.normalize():f}"


def when(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if value else ""


def rows_of(rows: Iterable[Mapping[str, Any]], *names: str) -> list[list[Any]]:
    return [["" if row.get(name) is None else row[name] for name in names] for row in rows]


def filed(
    project: Project, name: str, title: Any, number: str, made_at: datetime, blocks: Sequence[Block]
) -> ArchivedDocument:
    """A printed document of the project's file."""
    policy = in_force(ArchivePolicy, scope=project.programme.code, year=project.year).values
    document = Document(
        title=title,
        number=number,
        subtitle=project.title,
        blocks=blocks,
        issuer=policy.organisation,
        made_at=made_at,
    )
    return ArchivedDocument(f"{name}.pdf", str(title), document, made_at)
