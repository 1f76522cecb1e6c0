"""Table of expenditures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from funding.spending.states import EXPENDITURE, ExpenditureState
from projects.applications.states import Category, Source
from projects.contracts.models import Project


class Expenditure(Record):
    """Money spent: entered by one, verified by another."""

    kind: ClassVar = "expenditure"
    lifecycle: ClassVar = EXPENDITURE

    state = models.CharField(max_length=30, choices=ExpenditureState.choices, default=ExpenditureState.ENTERED)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="expenditures")
    source = models.CharField(max_length=12, choices=Source.choices)
    category = models.CharField(max_length=12, choices=Category.choices)
    spent_on = models.DateField()
    voucher = models.CharField(max_length=60)
    payee = models.CharField(max_length=120)
    invoice = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    purpose = models.CharField(max_length=200)
    flags = models.JSONField(default=list)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(EXPENDITURE)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenditure_positive"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("entered_by")),
                name="expenditure_by_two_persons",
            ),
            models.UniqueConstraint(
                fields=["project", "voucher"], condition=Q(state__in=["entered", "verified"]), name="voucher_once"
            ),
        ]
