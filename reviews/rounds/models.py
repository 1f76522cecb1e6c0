"""Tables of rounds and their items."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from projects.acceptance.models import Acceptance
from projects.applications.models import Application
from projects.calls.models import Call
from projects.midterm.models import Report
from reviews.rounds.states import ROUND, Blindness, RoundState


class Round(Record):
    """A round of review over some items of one call."""

    kind: ClassVar = "round"
    lifecycle: ClassVar = ROUND

    state = models.CharField(max_length=30, choices=RoundState.choices, default=RoundState.DRAFT)
    number = models.CharField(max_length=40, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    blindness = models.CharField(max_length=6, choices=Blindness.choices, default=Blindness.SINGLE)
    experts_wanted = models.PositiveSmallIntegerField(default=3)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    criteria = models.JSONField(default=list, help_text="[{key, name, points}], fixed when the round is opened.")
    policy_version = models.BigIntegerField(null=True)
    chair = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_scoring_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    ranked_at = models.DateTimeField(null=True, blank=True)
    handed_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(ROUND)
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="round_opens_before_it_closes")
        ]

    def __str__(self) -> str:
        return self.title


class RoundItem(models.Model):
    """One thing that is judged in a round, under its alias."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="round_items"
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT)
    acceptance = models.ForeignKey(Acceptance, null=True, blank=True, on_delete=models.PROTECT)
    alias = models.CharField(max_length=12)

    class Meta:
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(fields=["round", "alias"], name="alias_once_per_round"),
            models.UniqueConstraint(fields=["round", "application"], name="application_once_per_round"),
            models.CheckConstraint(
                condition=Q(application__isnull=False, report__isnull=True, acceptance__isnull=True)
                | Q(application__isnull=True, report__isnull=False, acceptance__isnull=True)
                | Q(application__isnull=True, report__isnull=True, acceptance__isnull=False),
                name="item_serves_one_thing",
            ),
        ]
