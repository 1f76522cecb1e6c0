"""When payments open and fall due: by the signed contract, the mid-term report, the rectification, the acceptance."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from funding.tranches.rules import falls_due_after_report
from funding.tranches.services import let_fall_due, open_tranches
from projects.acceptance.models import Acceptance
from projects.acceptance.states import Conclusion
from projects.contracts.models import Contract, Project
from projects.contracts.states import TrancheCondition
from projects.midterm.models import Report
from projects.midterm.states import Grade, ReportKind, ReportState


@receiver(step_taken, sender=Contract)
def after_signing(record: Contract, step: Step, **_kwargs: Any) -> None:
    if step.name == "countersign":
        open_tranches(record)
        let_fall_due(record.project, TrancheCondition.ON_SIGNING, because="contract signed")


@receiver(step_taken, sender=Report)
def after_midterm(record: Report, step: Step, **_kwargs: Any) -> None:
    if step.name == "assess" and falls_due_after_report(record.report_kind, record.grade):
        let_fall_due(record.project, TrancheCondition.AFTER_MIDTERM, because=f"mid-term {record.grade}")


@receiver(step_taken, sender=Project)
def after_rectification(record: Project, step: Step, **_kwargs: Any) -> None:
    """A basically qualified mid-term report pays once its rectification is confirmed."""
    if step.name != "confirm_rectification":
        return
    assessed = Report.objects.filter(project=record, report_kind=ReportKind.MIDTERM, state=ReportState.ASSESSED)
    last = assessed.order_by("-assessed_at").first()
    if last is not None and last.grade == Grade.BASIC:
        let_fall_due(record, TrancheCondition.AFTER_MIDTERM, because="rectification confirmed")


@receiver(step_taken, sender=Acceptance)
def after_acceptance(record: Acceptance, step: Step, **_kwargs: Any) -> None:
    if step.name == "conclude" and record.conclusion == Conclusion.PASS:
        let_fall_due(record.project, TrancheCondition.AFTER_ACCEPTANCE, because="acceptance passed")
