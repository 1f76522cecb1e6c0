"""Tables of programmes, calls, directions and form definitions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts.models import Department, User
from core.records import Record
from core.triggers import state_triggers
from projects.calls.states import CALL, CallState, Organised, PoolGate, ProgrammeClass


class Programme(models.Model):
    """A programme class of the bureau, led by one department."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    klass = models.CharField(max_length=12, choices=ProgrammeClass.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    pool_gate = models.CharField(max_length=20, choices=PoolGate.choices, default=PoolGate.NONE)
    recommends = models.BooleanField(default=False, help_text="A recommending unit acts before the formal check.")

    class Meta:
        permissions = [("manage_programme", "May manage the programme as its officer")]

    def __str__(self) -> str:
        return self.name


class ProgrammeUserPermission(UserObjectPermissionBase):
    """Guardian's direct foreign key: officers of one programme beyond their department."""

    content_object = models.ForeignKey(Programme, on_delete=models.CASCADE)


class Call(Record):
    """A call for applications of one programme and year."""

    kind: ClassVar = "call"
    lifecycle: ClassVar = CALL

    state = models.CharField(max_length=30, choices=CallState.choices, default=CallState.DRAFT)
    number = models.CharField(max_length=40, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=200)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    organised = models.CharField(max_length=16, choices=Organised.choices, default=Organised.COMPETITIVE)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    institution_closes_at = models.DateTimeField()
    recommender_closes_at = models.DateTimeField(null=True, blank=True)
    grant_ceiling = models.DecimalField(max_digits=18, decimal_places=2)
    self_raised_ratio = models.DecimalField(max_digits=4, decimal_places=2, default=0)
    number_to_fund = models.PositiveIntegerField()
    budget_total = models.DecimalField(max_digits=18, decimal_places=2)
    may_lead = models.JSONField(default=list, help_text="Institution kinds that may lead; empty: all.")
    documents = models.JSONField(default=list, help_text="Attachments asked for: [{kind, name, required}].")
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(CALL)
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="call_opens_before_it_closes"),
            models.CheckConstraint(
                condition=Q(institution_closes_at__gte=F("closes_at")), name="institution_closes_after_applicant"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="published_call_has_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Direction(models.Model):
    """A direction of a call under which one applies."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="directions")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    grant_ceiling = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    number_to_fund = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="direction_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FormDefinition(models.Model):
    """The form of a call: sections with typed fields (projects/calls/form_definition.py); a correction is a new version."""

    append_only = True

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="forms")
    version = models.PositiveSmallIntegerField()
    sections = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "version"], name="form_version_once")]
