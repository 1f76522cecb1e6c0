"""Table of rankings: what the scores say, what the panel voted, where it ended."""

from __future__ import annotations

from django.db import models

from reviews.rounds.models import RoundItem


class Ranking(models.Model):
    """The standing of one item when its round was locked, and the panel's word on it."""

    item = models.OneToOneField(RoundItem, on_delete=models.PROTECT, related_name="ranking")
    valid_scores = models.PositiveSmallIntegerField()
    raw_mean = models.DecimalField(max_digits=5, decimal_places=2)
    score = models.DecimalField(max_digits=5, decimal_places=2)
    spread = models.DecimalField(max_digits=5, decimal_places=2)
    is_disputed = models.BooleanField()
    score_rank = models.PositiveIntegerField()
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    final_rank = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    recommended_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    is_recommended = models.BooleanField(default=True)

    class Meta:
        ordering = ["final_rank"]
