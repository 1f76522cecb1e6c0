"""Receive what a review concluded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.dispatch import Signal

from core import clock
from projects.applications.models import Application
from projects.outcomes.models import ReviewOutcome

# Sent inside the transaction: outcome, by.
outcome_handed_down = Signal()


def hand_down_outcome(
    application: Application,
    *,
    round_uuid: UUID,
    score: Decimal,
    rank: int,
    of: int,
    is_recommended: bool,
    recommended_amount: Decimal | None,
    policy_version: int,
    valid_until: date | None = None,
    by: object = None,
) -> ReviewOutcome:
    """Written by the reviews, once per round; the pool listens. Score 0 to 100, amount in yuan."""
    outcome = ReviewOutcome.objects.create(
        application=application,
        round_uuid=round_uuid,
        score=score,
        rank=rank,
        of=of,
        is_recommended=is_recommended,
        recommended_amount=recommended_amount,
        policy_version=policy_version,
        valid_until=valid_until,
        handed_down_at=clock.now(),
    )
    outcome_handed_down.send(sender=ReviewOutcome, outcome=outcome, by=by)
    return outcome
