"""Tables of conflicts: one row per expert and application, and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from experts.roster.models import Expert
from projects.applications.models import Application


class Outcome(TextChoices):
    BLOCK = "block", _("Blocked")
    HOLD = "hold", _("To be decided")
    DISCLOSE = "disclose", _("Disclosed")


class Pair(models.Model):
    """May this expert judge this application? Assignments hang on (id, clear) by a foreign key in the database."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="pairs")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pairs")
    clear = models.BooleanField()
    examined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "application"], name="pair_once"),
            models.UniqueConstraint(fields=["id", "clear"], name="pair_id_clear"),
        ]


class Finding(models.Model):
    """One reason why a pair is not clear, or is disclosed; a decision on a HOLD is kept with its reason."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    evidence = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    stands = models.BooleanField(null=True, help_text="The decision on a HOLD: does the conflict stand?")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "rule", "evidence"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(stands__isnull=True) | (Q(decided_by__isnull=False) & ~Q(reason="")),
                name="decided_finding_has_reason",
            ),
        ]
