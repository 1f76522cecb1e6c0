"""When a draw is frozen its experts are invited; when one leaves, the next of the draw is, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from reviews.assignment.models import Assignment
from reviews.assignment.permissions import ANSWERABLE
from reviews.assignment.services import invite_drawn, replace_expert
from reviews.drawing.models import Draw


@receiver(step_taken, sender=Draw)
def invite_after_freezing(record: Draw, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name == "freeze" and record.transcript:
        invite_drawn(record.round, record.transcript["drawn"], by=by)


@receiver(step_taken, sender=Assignment)
def replace_who_left(record: Assignment, step: Step, **_kwargs: Any) -> None:
    if step.name not in {"decline", "void"} or record.item.round.state not in ANSWERABLE:
        return
    # One replacement of a round at a time: two would give the same code to two experts.
    draw = Draw.objects.select_for_update().filter(round_id=record.item.round_id).first()
    if draw is not None and draw.transcript:
        replace_expert(record, draw.transcript)
