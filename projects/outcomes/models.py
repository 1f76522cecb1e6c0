"""What a review concluded on an application, handed down by the reviews as a plain row."""

from __future__ import annotations

from django.db import models

from core.triggers import append_only_triggers
from projects.applications.models import Application


class ReviewOutcome(models.Model):
    """Score and rank of one application in one round; never changed, a later round adds another."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="outcomes")
    round_uuid = models.UUIDField()
    score = models.DecimalField(max_digits=5, decimal_places=2)
    rank = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    is_recommended = models.BooleanField()
    recommended_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    policy_version = models.BigIntegerField()
    valid_until = models.DateField(null=True)
    handed_down_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round_uuid"], name="outcome_once_per_round")]
        triggers = append_only_triggers()
