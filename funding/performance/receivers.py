"""When a performance evaluation opens: when the acceptance is concluded or the project is terminated."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from funding.performance.services import open_evaluation
from projects.acceptance.models import Acceptance
from projects.contracts.models import Project


@receiver(step_taken, sender=Acceptance)
def after_acceptance(record: Acceptance, step: Step, **_kwargs: Any) -> None:
    if step.name == "conclude":
        open_evaluation(record.project)


@receiver(step_taken, sender=Project)
def after_termination(record: Project, step: Step, **_kwargs: Any) -> None:
    if step.name == "terminate":
        open_evaluation(record)
