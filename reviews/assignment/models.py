"""Table of assignments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.records import Record
from core.triggers import state_triggers
from reviews.assignment.states import ASSIGNMENT, AssignmentState, DeclineReason
from reviews.conflicts.models import Pair
from reviews.rounds.models import RoundItem


class Assignment(Record):
    """One expert judges one item; lives only on a clear pair (a foreign key on (pair, live_clear) says so)."""

    kind: ClassVar = "assignment"
    lifecycle: ClassVar = ASSIGNMENT

    state = models.CharField(max_length=30, choices=AssignmentState.choices, default=AssignmentState.INVITED)
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="assignments")
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="assignments")
    live_clear = models.BooleanField(null=True, default=True)
    code = models.CharField(max_length=12, help_text="The expert's anonymous code in this round.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(ASSIGNMENT)
        constraints = [
            models.UniqueConstraint(fields=["item", "pair"], name="assigned_once"),
            models.CheckConstraint(
                condition=Q(live_clear__isnull=True) | Q(live_clear=True), name="live_clear_true_or_null"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declined", "voided"], live_clear__isnull=True)
                | Q(state__in=["invited", "accepted", "done"], live_clear=True),
                name="live_assignment_is_clear",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(decline_reason=""), name="decline_has_reason"),
        ]
