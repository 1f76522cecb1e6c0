"""Tables of the formal check and of what limits count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Person, User
from projects.applications.models import Application


class CheckResult(models.Model):
    """The answer of one machine check or of the officer to one rule, at one time."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    rule = models.CharField(max_length=60)
    passed = models.BooleanField()
    remark = models.TextField(blank=True)
    policy_version = models.BigIntegerField(null=True)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "rule"], name="check_once_per_rule")]


class EngagementKind(TextChoices):
    APPLICATION = "application", _("Application")
    PROJECT = "project", _("Project")


class Engagement(models.Model):
    """What a person (or, with ``person`` empty, an institution) is engaged in: the rows that limits count and lock."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="engagements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=12, choices=EngagementKind.choices)
    is_lead = models.BooleanField()
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person", "institution"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="engaged_once",
            )
        ]
        indexes = [models.Index(fields=["person", "closed_at"], name="engagement_of_person")]
