"""When an application enters the pool by itself: after its acceptance, or after its review (policy of the programme)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from projects.applications.models import Application
from projects.calls.states import PoolGate
from projects.outcomes.models import ReviewOutcome
from projects.outcomes.services import outcome_handed_down
from projects.pool.models import PoolEntry
from projects.pool.rules import reaches_threshold
from projects.pool.services import enter_pool, policy_of


@receiver(step_taken, sender=Application)
def pool_after_acceptance(record: Application, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name == "accept" and record.call.programme.pool_gate == PoolGate.AFTER_ACCEPTANCE:
        enter_pool(record, by=by)


@receiver(outcome_handed_down, sender=ReviewOutcome)
def pool_after_review(outcome: ReviewOutcome, by: Any, **_kwargs: Any) -> None:
    application = outcome.application
    if application.call.programme.pool_gate != PoolGate.AFTER_REVIEW or not outcome.is_recommended:
        return
    if (
        reaches_threshold(outcome.score, policy_of(application).values.threshold)
        and not PoolEntry.objects.filter(application=application).exists()
    ):
        enter_pool(application, by=by, score=outcome.score, amount=outcome.recommended_amount)
