"""Tables of tranches and of the double entry."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import append_only_triggers, state_triggers
from funding.tranches.states import TRANCHE, Account, TrancheState
from projects.contracts.models import Project
from projects.contracts.states import TrancheCondition


class Tranche(Record):
    """One payment of the grant: approved by one, paid by another."""

    kind: ClassVar = "tranche"
    lifecycle: ClassVar = TRANCHE

    state = models.CharField(max_length=30, choices=TrancheState.choices, default=TrancheState.PLANNED)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    condition = models.CharField(max_length=18, choices=TrancheCondition.choices)
    due_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    voucher = models.CharField(max_length=60, blank=True)
    appropriation_number = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(TRANCHE)
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="tranche_number_once"),
            models.UniqueConstraint(fields=["voucher"], condition=~Q(voucher=""), name="tranche_voucher_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_positive"),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("approved_by")), name="tranche_by_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "received"])
                | (Q(paid_by__isnull=False, approved_by__isnull=False) & ~Q(voucher="")),
                name="paid_has_voucher",
            ),
        ]


class Posting(models.Model):
    """One side of an entry; the sides of an ``entry`` sum to nothing. Corrections are reversals."""

    append_only = True

    entry = models.UUIDField(default=uuid.uuid4, db_index=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=14, choices=Account.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    what = models.CharField(max_length=120)
    document = models.UUIDField(help_text="The tranche or expenditure behind it.")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only_triggers()
        indexes = [models.Index(fields=["project", "account"], name="posting_balance")]
