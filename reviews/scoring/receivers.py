"""A voided or declined assignment takes its score sheet with it, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from reviews.assignment.models import Assignment
from reviews.scoring.services import annul_sheet_of


@receiver(step_taken, sender=Assignment)
def annul_with_assignment(record: Assignment, step: Step, **_kwargs: Any) -> None:
    if step.name in {"void", "decline"}:
        annul_sheet_of(record)
