"""Tables of the archive: the file, its items, the results of the four-property check."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.models import StoredFile
from core.records import Record
from core.triggers import append_only_triggers, state_triggers
from projects.archive.states import ARCHIVE, ArchiveState, Property, Retention
from projects.contracts.models import Project


class ArchiveFile(Record):
    """One project, one file."""

    kind: ClassVar = "archive"
    lifecycle: ClassVar = ARCHIVE

    state = models.CharField(max_length=30, choices=ArchiveState.choices, default=ArchiveState.OPEN)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="archive")
    number = models.CharField(max_length=80, unique=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)

    class Meta:
        triggers = state_triggers(ARCHIVE)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(package__isnull=False, sealed_by__isnull=False),
                name="sealed_has_package",
            )
        ]


class ArchiveItem(models.Model):
    """One document of the file."""

    archive = models.ForeignKey(ArchiveFile, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    retention = models.CharField(max_length=3, choices=Retention.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["archive", "name"], name="archive_name_once")]


class CheckRow(models.Model):
    """One result of one run of the four-property check."""

    append_only = True

    archive = models.ForeignKey(ArchiveFile, on_delete=models.PROTECT, related_name="check_rows")
    at = models.DateTimeField()
    property = models.CharField(max_length=14, choices=Property.choices)
    subject = models.CharField(max_length=200)
    passed = models.BooleanField()
    finding = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = append_only_triggers()
