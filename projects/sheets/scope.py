"""What an audit workbook is about: one call, or one year."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from projects.applications.models import Application
from projects.calls.models import Call
from projects.contracts.models import Project


@dataclass(frozen=True)
class AuditScope:
    """Exactly one of ``call`` and ``year`` is given."""

    call: Call | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        if (self.call is None) == (self.year is None):
            raise ValueError("An audit is of one call or of one year")

    def calls(self) -> QuerySet[Call]:
        wanted = Q(pk=self.call.pk) if self.call else Q(year=self.year)
        return Call.objects.filter(wanted).order_by("number")

    def projects(self) -> QuerySet[Project]:
        """Projects of the call; of a year also the imported ones, which have no call."""
        wanted = Q(call=self.call) if self.call else Q(year=self.year)
        return Project.objects.filter(wanted).order_by("number")

    def applications(self) -> QuerySet[Application]:
        """What was handed in; a draft that never was is nobody's business."""
        return Application.objects.filter(call__in=self.calls(), number__isnull=False).order_by("number")

    def label(self) -> str:
        return f"{self.call.number} {self.call.title}" if self.call else str(self.year)

    def file_name(self) -> str:
        return f"audit-{self.call.number if self.call else self.year}.xlsx"

    def read(self) -> list[UUID]:
        """The records that the workbook shows, for the log of reads."""
        found = [*self.projects().values_list("uuid", flat=True), *self.applications().values_list("uuid", flat=True)]
        return found
