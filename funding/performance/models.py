"""Table of performance evaluations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from funding.performance.states import PERFORMANCE, PerformanceBand, PerformanceState
from projects.contracts.models import Project


class PerformanceEvaluation(Record):
    """How well the money worked: self-evaluated, then scored by the bureau."""

    kind: ClassVar = "performance"
    lifecycle: ClassVar = PERFORMANCE

    state = models.CharField(max_length=30, choices=PerformanceState.choices, default=PerformanceState.DRAFT)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="performance")
    own = models.JSONField(default=dict, help_text="Own points by part: execution, output, benefit, satisfaction.")
    own_words = models.TextField(blank=True)
    self_evaluated_at = models.DateTimeField(null=True, blank=True)
    given = models.JSONField(default=dict, help_text="The bureau's points by part.")
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=10, choices=PerformanceBand.choices, blank=True)
    opinion = models.TextField(blank=True)
    scored_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(PERFORMANCE)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="scored") | (Q(total__isnull=False) & ~Q(band="")), name="scored_has_band"
            )
        ]
