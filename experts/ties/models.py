"""Ties of people to people and to institutions: what conflict rules read."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Person


class TieKind(TextChoices):
    KIN = "kin", _("Close relative")
    ADVISOR = "advisor", _("Advisor and student")
    COAUTHOR = "coauthor", _("Co-author")
    CO_PROJECT = "co_project", _("Joint project, patent or award")
    EQUITY = "equity", _("Shares, office or paid work")
    SUPPORT = "support", _("Support letter or help with the draft")
    RIVALRY = "rivalry", _("Rivalry or lawsuit")


class TieSource(TextChoices):
    DECLARED = "declared", _("Declared")
    IMPORTED = "imported", _("Imported")


class Tie(models.Model):
    """A tie of a person to another person or to an institution; ``until`` empty: it lasts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="ties_to")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=TieKind.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="Day of the last joint work; empty: still lasting.")
    source = models.CharField(max_length=10, choices=TieSource.choices, default=TieSource.DECLARED)
    evidence = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, institution__isnull=True)
                | Q(other__isnull=True, institution__isnull=False),
                name="tie_to_one_thing",
            ),
            models.CheckConstraint(condition=Q(other__isnull=True) | ~Q(other=F("person")), name="no_tie_to_oneself"),
        ]
