"""What the formal check does when an application moves: limits are counted at submission, engagements end with it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from projects.applications.models import Application
from projects.screening.services import disengage, engage


@receiver(step_taken, sender=Application)
def follow_application(record: Application, step: Step, **_kwargs: Any) -> None:
    if step.name in {"submit", "correct"}:
        engage(record)
    elif step.name in {"withdraw", "refuse", "send_back"}:
        disengage(record)
