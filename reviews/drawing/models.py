"""Table of draws."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from reviews.drawing.states import DRAW, DrawState
from reviews.rounds.models import Round


class Draw(Record):
    """The random draw of a round's experts, started with two keys, replayable from its transcript."""

    kind: ClassVar = "draw"
    lifecycle: ClassVar = DRAW

    state = models.CharField(max_length=30, choices=DrawState.choices, default=DrawState.REQUESTED)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="draw")
    number = models.CharField(max_length=40, unique=True)
    first_key = models.CharField(max_length=64, blank=True)
    first_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    armed_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    transcript = models.JSONField(null=True)

    class Meta:
        triggers = state_triggers(DRAW)
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")), name="draw_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "armed"]) | Q(transcript__isnull=False, second_by__isnull=False),
                name="drawn_has_transcript",
            ),
        ]
