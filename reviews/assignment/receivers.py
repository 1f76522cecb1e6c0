"""When a draw is frozen, the drawn experts are invited in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from reviews.assignment.services import invite_drawn
from reviews.drawing.models import Draw


@receiver(step_taken, sender=Draw)
def invite_after_freezing(record: Draw, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name == "freeze" and record.transcript:
        invite_drawn(record.round, record.transcript["drawn"], by=by)
