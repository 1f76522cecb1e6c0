"""Tables of reports and of what indicators had reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.records import Record
from core.triggers import state_triggers
from projects.contracts.models import ContractIndicator, Project
from projects.midterm.states import REPORT, Grade, ReportKind, ReportState


class Report(Record):
    """An annual or mid-term report."""

    kind: ClassVar = "report"
    lifecycle: ClassVar = REPORT

    state = models.CharField(max_length=30, choices=ReportState.choices, default=ReportState.DRAFT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    report_kind = models.CharField(max_length=8, choices=ReportKind.choices)
    year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    endorsed_at = models.DateTimeField(null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    grade = models.CharField(max_length=12, choices=Grade.choices, blank=True)
    opinion = models.TextField(blank=True)
    approved_rate = models.DecimalField(max_digits=6, decimal_places=4, null=True, help_text="Spent / approved.")
    arrived_rate = models.DecimalField(max_digits=6, decimal_places=4, null=True, help_text="Spent / arrived.")

    class Meta:
        triggers = state_triggers(REPORT)
        constraints = [
            models.UniqueConstraint(fields=["project", "report_kind", "year"], name="report_once_a_year"),
            models.CheckConstraint(
                condition=~Q(state="assessed") | (~Q(grade="") & Q(assessed_at__isnull=False)),
                name="assessed_has_grade",
            ),
        ]


class IndicatorValue(models.Model):
    """What an indicator had reached when a report was written."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(ContractIndicator, on_delete=models.PROTECT)
    actual = models.DecimalField(max_digits=18, decimal_places=4)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="value_once_per_report")]
