"""Tables of score sheets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.records import Record
from core.triggers import append_only_triggers, state_triggers
from reviews.assignment.models import Assignment
from reviews.scoring.states import SCORESHEET, Familiarity, Recommendation, ScoresheetState


class Scoresheet(Record):
    """An expert's judgement of one item."""

    kind: ClassVar = "scoresheet"
    lifecycle: ClassVar = SCORESHEET

    state = models.CharField(max_length=30, choices=ScoresheetState.choices, default=ScoresheetState.DRAFT)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="scoresheet")
    version = models.PositiveIntegerField(default=0)
    points = models.JSONField(default=dict, help_text="{criterion key: points}")
    familiarity = models.CharField(max_length=10, choices=Familiarity.choices, blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    suggested_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    comment = models.TextField(blank=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(SCORESHEET)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (Q(submitted_at__isnull=False, total__isnull=False) & ~Q(recommendation="") & ~Q(familiarity="")),
                name="submitted_sheet_is_whole",
            )
        ]


class ScoresheetVersion(models.Model):
    """Each saved version; never changed."""

    append_only = True

    scoresheet = models.ForeignKey(Scoresheet, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoresheet", "version"], name="sheet_version_once")]
        triggers = append_only_triggers()
