"""When a decision is issued, project and contract of each of its items are drawn up in the same transaction.

Receivers run in the order in which they were connected: decisions' own, which marks the items, comes first.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

import projects.decisions.receivers  # noqa: F401  # connects the receiver that marks the items before this one
from core.lifecycle import Step
from core.signals import step_taken
from projects.contracts.services import draw_up_contract
from projects.decisions.models import Decision
from projects.decisions.queries import items_to_contract


@receiver(step_taken, sender=Decision)
def draw_up_contracts(record: Decision, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name in {"issue", "issue_rest"}:
        for item in items_to_contract(record):
            draw_up_contract(item, by=by)
