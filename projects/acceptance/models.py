"""Tables of acceptance and achievements."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from projects.acceptance.states import ACCEPTANCE, AcceptanceState, AchievementKind, Conclusion
from projects.contracts.models import ContractIndicator, Project


class Acceptance(Record):
    """The acceptance of a project: reviewed by one, concluded by another."""

    kind: ClassVar = "acceptance"
    lifecycle: ClassVar = ACCEPTANCE

    state = models.CharField(max_length=30, choices=AcceptanceState.choices, default=AcceptanceState.DRAFT)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="acceptance")
    number = models.CharField(max_length=60, unique=True)
    due_on = models.DateField()
    summary = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    endorsed_at = models.DateTimeField(null=True, blank=True)
    rectifications = models.PositiveSmallIntegerField(default=0)
    rectify_by = models.DateField(null=True, blank=True)
    resubmitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    suggested = models.CharField(max_length=8, choices=Conclusion.choices, blank=True)
    opinion = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.CharField(max_length=8, choices=Conclusion.choices, blank=True)
    concluded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)

    class Meta:
        triggers = state_triggers(ACCEPTANCE)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="concluded") | (~Q(conclusion="") & Q(concluded_by__isnull=False)),
                name="concluded_has_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(concluded_by__isnull=True) | ~Q(concluded_by=F("reviewed_by")),
                name="acceptance_by_two_persons",
            ),
            models.CheckConstraint(condition=Q(rectifications__lte=1), name="one_rectification_at_most"),
        ]


class FinalValue(models.Model):
    """What an indicator had reached at acceptance."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(ContractIndicator, on_delete=models.PROTECT)
    actual = models.DecimalField(max_digits=18, decimal_places=4)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["acceptance", "indicator"], name="value_once_per_acceptance")]


class Achievement(models.Model):
    """What a project brought forth."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="achievements")
    kind = models.CharField(max_length=10, choices=AchievementKind.choices)
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=120, blank=True)
    made_on = models.DateField(null=True, blank=True)
