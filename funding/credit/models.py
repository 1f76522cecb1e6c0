"""Table of credit events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Institution, Person, User
from core.records import Record
from core.triggers import state_triggers
from funding.credit.states import CREDIT_EVENT, CreditState
from projects.contracts.models import Project


class CreditEvent(Record):
    """A dated, explained, appealable event in a subject's use of research funds."""

    kind: ClassVar = "credit-event"
    lifecycle: ClassVar = CREDIT_EVENT

    state = models.CharField(max_length=30, choices=CreditState.choices, default=CreditState.RECORDED)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="credit_events")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="credit_events")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="credit_events")
    code = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    is_veto = models.BooleanField(default=False)
    self_reported = models.BooleanField(default=False)
    happened_on = models.DateField()
    basis = models.TextField()
    document_number = models.CharField(max_length=60, blank=True)
    policy_version = models.BigIntegerField()
    source = models.UUIDField(null=True, help_text="The report or acceptance that gave rise to it by itself.")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        triggers = state_triggers(CREDIT_EVENT)
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, institution__isnull=False)
                | Q(person__isnull=False, institution__isnull=True),
                name="credit_of_one_subject",
            ),
            models.CheckConstraint(condition=Q(is_veto=False) | ~Q(document_number=""), name="veto_has_document"),
            models.CheckConstraint(
                condition=Q(in_force_by__isnull=True) | ~Q(in_force_by=F("recorded_by")), name="credit_by_two_persons"
            ),
            models.UniqueConstraint(
                fields=["source", "code", "person", "institution"],
                condition=Q(source__isnull=False),
                nulls_distinct=False,
                name="credit_once_per_source",
            ),
        ]
