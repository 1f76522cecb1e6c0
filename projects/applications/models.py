"""Tables of applications: free sections with versions, and typed tables that rules read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts.models import Institution, Person, User
from core.models import StoredFile
from core.records import Record
from core.triggers import append_only_triggers, state_triggers
from projects.applications.states import (
    APPLICATION,
    ApplicationState,
    Category,
    Comparison,
    IndicatorCategory,
    Source,
)
from projects.calls.models import Call, Direction


class Application(Record):
    """An application under a call."""

    kind: ClassVar = "application"
    lifecycle: ClassVar = APPLICATION

    state = models.CharField(max_length=30, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    direction = models.ForeignKey(Direction, null=True, blank=True, on_delete=models.PROTECT)
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    discipline = models.CharField(max_length=60, blank=True)
    keywords = models.CharField(max_length=200, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="applications")
    principal_investigator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="led_applications")
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    granted_requested = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    self_raised = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    endorsed_at = models.DateTimeField(null=True, blank=True)
    recommended_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    correction_due_on = models.DateField(null=True, blank=True)
    corrections_used = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = state_triggers(APPLICATION)
        indexes = [models.Index(fields=["call", "state"], name="application_call_state")]
        permissions = [("work_on_application", "May work on the application as a team member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(origin="imported")
                | Q(number__isnull=False, submitted_at__isnull=False),
                name="submitted_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False) | Q(origin="imported"),
                name="accepted_has_date",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="application_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.uuid)


class ApplicationUserPermission(UserObjectPermissionBase):
    """Guardian's direct foreign key: team members who may work on the application."""

    content_object = models.ForeignKey(Application, on_delete=models.CASCADE)


class Section(models.Model):
    """The current content of one section of the form."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    form_version = models.PositiveSmallIntegerField(default=1)
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]


class SectionVersion(models.Model):
    """What a section said before and says now; never changed."""

    append_only = True

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_version_once")]
        triggers = append_only_triggers()


class TeamMember(models.Model):
    """A member of the project team; the leader is one of them."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="team")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT)
    institution_name = models.CharField(max_length=200)
    title = models.CharField(max_length=40, blank=True)
    task = models.CharField(max_length=200, blank=True)
    months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="team_position_once")]


class BudgetLine(models.Model):
    """One category of the budget from one source."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="budget")
    source = models.CharField(max_length=12, choices=Source.choices)
    category = models.CharField(max_length=12, choices=Category.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["source", "category"]
        constraints = [
            models.UniqueConstraint(fields=["application", "source", "category"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]


class Indicator(models.Model):
    """An indicator with its three values."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=12, choices=IndicatorCategory.choices)
    name = models.CharField(max_length=120)
    comparison = models.CharField(max_length=2, choices=Comparison.choices, default=Comparison.AT_LEAST)
    existing = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    midterm = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=40)
    method = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="indicator_position_once")]


class YearPlan(models.Model):
    """What is to be done in a year."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="year_plans")
    year = models.PositiveSmallIntegerField()
    content = models.TextField()
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["application", "year"], name="year_plan_once")]


class Attachment(models.Model):
    """A file attached to an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    attached_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "pk"]


class Avoidance(models.Model):
    """A person or institution that the applicant asks to be kept from the review."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="avoidances")
    position = models.PositiveSmallIntegerField()
    person_name = models.CharField(max_length=80, blank=True)
    institution_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="avoidance_position_once"),
            models.CheckConstraint(condition=Q(position__lte=3), name="three_avoidances_at_most"),
            models.CheckConstraint(condition=~Q(person_name="", institution_name=""), name="avoidance_names_somebody"),
        ]


class Snapshot(models.Model):
    """What was submitted, as it was: immutable, hashed, receipted."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    receipt_number = models.CharField(max_length=40, unique=True)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="snapshot_number_once")]
        triggers = append_only_triggers()
