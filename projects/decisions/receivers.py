"""When a decision is issued, its items are marked in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from projects.decisions.models import Decision
from projects.decisions.services import mark_issued


@receiver(step_taken, sender=Decision)
def mark_items(record: Decision, step: Step, at: Any, facts: dict[str, Any], **_kwargs: Any) -> None:
    if step.name in {"issue", "issue_rest"}:
        mark_issued(record, [str(each) for each in facts["items"]], at)
