"""Tables of decisions, notices and objections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from core.records import Record
from core.triggers import state_triggers
from projects.applications.models import Application
from projects.calls.models import Call
from projects.decisions.states import (
    DECISION,
    NOTICE,
    OBJECTION,
    DecisionState,
    ItemVerdict,
    NoticeState,
    ObjectionState,
)
from projects.pool.models import Appropriation, PoolEntry


class Decision(Record):
    """A list of applications with amounts, proposed by one and deliberated by others."""

    kind: ClassVar = "decision"
    lifecycle: ClassVar = DECISION

    state = models.CharField(max_length=30, choices=DecisionState.choices, default=DecisionState.DRAFT)
    number = models.CharField(max_length=40, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="decisions")
    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    deliberated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    deliberated_at = models.DateTimeField(null=True, blank=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(DECISION)
        constraints = [
            models.CheckConstraint(
                condition=Q(deliberated_by__isnull=True) | ~Q(deliberated_by=F("proposed_by")),
                name="decision_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deliberated", "issued"])
                | (Q(deliberated_by__isnull=False) & ~Q(minutes_number="")),
                name="deliberated_has_minutes",
            ),
            models.CheckConstraint(condition=~Q(state="issued") | ~Q(document_number=""), name="issued_has_document"),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionItem(models.Model):
    """One application on the list."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decision_items")
    pool_entry = models.ForeignKey(PoolEntry, null=True, blank=True, on_delete=models.PROTECT)
    position = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    suggested_amount = models.DecimalField(max_digits=18, decimal_places=2)
    approved_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    verdict = models.CharField(max_length=8, choices=ItemVerdict.choices, default=ItemVerdict.RESERVE)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "application"], name="item_once_per_decision"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(issued_at__isnull=False), name="application_funded_once"
            ),
            models.CheckConstraint(
                condition=(Q(verdict="fund") & Q(approved_amount__gt=0)) | (~Q(verdict="fund") & Q(approved_amount=0)),
                name="funded_item_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(verdict="fund"), name="only_funded_is_issued"
            ),
        ]


class Notice(Record):
    """The public notice of a decision: what is published is the snapshot, hashed."""

    kind: ClassVar = "notice"
    lifecycle: ClassVar = NOTICE

    state = models.CharField(max_length=30, choices=NoticeState.choices, default=NoticeState.DRAFT)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="notice")
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    items = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text="Last day on which one may object.")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(NOTICE)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(published_at__isnull=False, closes_on__isnull=False) & ~Q(sha256="")),
                name="published_notice_is_fixed",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Objection(Record):
    """An objection to one item of a notice, by a named person or institution."""

    kind: ClassVar = "objection"
    lifecycle: ClassVar = OBJECTION

    state = models.CharField(max_length=30, choices=ObjectionState.choices, default=ObjectionState.FILED)
    number = models.CharField(max_length=40, unique=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    item = models.ForeignKey(DecisionItem, on_delete=models.PROTECT, related_name="objections")
    objector_name = models.CharField(max_length=120)
    objector_contact = models.CharField(max_length=120)
    grounds = models.TextField()
    due_on = models.DateField()
    taken_up_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        triggers = state_triggers(OBJECTION)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["filed", "investigating"]) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="answered_objection_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(objector_name="") & ~Q(objector_contact="") & ~Q(grounds=""), name="objector_is_named"
            ),
        ]
