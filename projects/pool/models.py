"""Tables of the reserve pool and of the budget lines it is released against."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from projects.applications.models import Application
from projects.calls.models import Programme
from projects.pool.states import POOL_ENTRY, ExitCode, Maturity, PoolState


class Appropriation(models.Model):
    """A budget line of the finance bureau (指标文号) and what is committed from it."""

    number = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    committed = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("amount")), name="appropriation_not_overcommitted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.amount - self.committed:,.2f})"


class PoolEntry(Record):
    """An application in reserve. Entry is no promise of funding."""

    kind: ClassVar = "pool-entry"
    lifecycle: ClassVar = POOL_ENTRY

    state = models.CharField(max_length=30, choices=PoolState.choices, default=PoolState.AWAITING_ADMISSION)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="pool_entry")
    number = models.CharField(max_length=40, unique=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    policy_fit = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    readiness = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    rank_key = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    maturity = models.CharField(max_length=1, choices=Maturity.choices, default=Maturity.B)
    planned_year = models.PositiveSmallIntegerField()
    suggested_amount = models.DecimalField(max_digits=18, decimal_places=2)
    valid_until = models.DateField(null=True, blank=True)
    renewals = models.PositiveSmallIntegerField(default=0)
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    appropriation = models.ForeignKey(Appropriation, null=True, blank=True, on_delete=models.PROTECT)
    exited_at = models.DateTimeField(null=True, blank=True)
    exit_code = models.CharField(max_length=14, choices=ExitCode.choices, blank=True)

    class Meta:
        triggers = state_triggers(POOL_ENTRY)
        indexes = [models.Index(fields=["state", "-rank_key"], name="pool_rank")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_pool") | Q(valid_until__isnull=False), name="in_pool_has_shelf_life"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(appropriation__isnull=False), name="released_against_budget"
            ),
            models.CheckConstraint(condition=~Q(state="exited") | ~Q(exit_code=""), name="exit_has_code"),
        ]

    def __str__(self) -> str:
        return self.number
