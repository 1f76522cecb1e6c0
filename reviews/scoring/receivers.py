"""An accepted assignment gets its score sheet; a voided or declined one takes it along, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from reviews.assignment.models import Assignment
from reviews.scoring.services import annul_sheet_of, open_sheet


@receiver(step_taken, sender=Assignment)
def sheet_follows_assignment(record: Assignment, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name == "accept":
        open_sheet(record, by=by)
    if step.name in {"void", "decline"}:
        annul_sheet_of(record)
