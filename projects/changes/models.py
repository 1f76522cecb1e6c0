"""Table of change requests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from projects.changes.states import CHANGE, ChangeKind, ChangeState
from projects.contracts.models import Project


class ChangeRequest(Record):
    """A request to change a running project; granting applies ``wanted`` and keeps ``before``."""

    kind: ClassVar = "change"
    lifecycle: ClassVar = CHANGE

    state = models.CharField(max_length=30, choices=ChangeState.choices, default=ChangeState.DRAFT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.CharField(max_length=60, unique=True)
    change_kind = models.CharField(max_length=24, choices=ChangeKind.choices)
    grounds = models.TextField()
    wanted = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        triggers = state_triggers(CHANGE)
