"""Tables of projects, their contracts, and the money in sum."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Person, User
from core.records import Record
from core.triggers import state_triggers
from projects.applications.models import Application
from projects.applications.states import Category, Comparison, IndicatorCategory, Source
from projects.calls.models import Call, Programme
from projects.contracts.states import CONTRACT, PROJECT, ContractState, ProjectState, TrancheCondition
from projects.decisions.models import DecisionItem


class Project(Record):
    """A funded project; imported ones may have neither call nor application."""

    kind: ClassVar = "project"
    lifecycle: ClassVar = PROJECT

    state = models.CharField(max_length=30, choices=ProjectState.choices, default=ProjectState.CONTRACTING)
    number = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT)
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="project"
    )
    decision_item = models.OneToOneField(DecisionItem, null=True, blank=True, on_delete=models.PROTECT)
    title = models.CharField(_("Title"), max_length=300)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="projects")
    principal_investigator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="projects")
    discipline = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    granted = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    self_raised = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    rectify_by = models.DateField(null=True, blank=True, help_text="Last day of the rectification ordered.")
    ended_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    source_row = models.JSONField(null=True, blank=True, help_text="What the imported list said.")

    class Meta:
        triggers = state_triggers(PROJECT)
        indexes = [models.Index(fields=["programme", "state"], name="project_programme_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="imported")
                | Q(application__isnull=False, decision_item__isnull=False, granted__isnull=False),
                name="entered_project_has_roots",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Contract(Record):
    """The task contract between authority, institution and leader."""

    kind: ClassVar = "contract"
    lifecycle: ClassVar = CONTRACT

    state = models.CharField(max_length=30, choices=ContractState.choices, default=ContractState.DRAFT)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="contract")
    number = models.CharField(max_length=60, unique=True)
    granted = models.DecimalField(max_digits=18, decimal_places=2)
    self_raised = models.DecimalField(max_digits=18, decimal_places=2)
    due_on = models.DateField()
    content = models.JSONField(default=dict, help_text="Sections of the application as submitted.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    institution_signed_at = models.DateTimeField(null=True, blank=True)
    institution_signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = state_triggers(CONTRACT)
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_by__isnull=False, institution_signed_by__isnull=False),
                name="signed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("institution_signed_by")),
                name="contract_by_two_persons",
            ),
        ]


class ContractBudgetLine(models.Model):
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="budget")
    source = models.CharField(max_length=12, choices=Source.choices)
    category = models.CharField(max_length=12, choices=Category.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["source", "category"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "source", "category"], name="contract_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="contract_line_not_negative"),
        ]


class ContractIndicator(models.Model):
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=12, choices=IndicatorCategory.choices)
    name = models.CharField(max_length=120)
    comparison = models.CharField(max_length=2, choices=Comparison.choices)
    existing = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    midterm = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=40)
    method = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]


class PlannedTranche(models.Model):
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="planned_tranches")
    number = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    condition = models.CharField(max_length=18, choices=TrancheCondition.choices)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="planned_tranche_once")]


class MoneySummary(models.Model):
    """Granted and self-raised money in sum, handed down by funding."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="money")
    granted_paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    granted_spent = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    self_raised_spent = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    updated_at = models.DateTimeField()
