"""People, institutions, users, and who may act as what."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts.roles import Role
from core.records import Origin


class InstitutionKind(models.TextChoices):
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    ENTERPRISE = "enterprise", _("Enterprise")
    HOSPITAL = "hospital", _("Hospital")
    AGENCY = "agency", _("Public agency")
    OTHER = "other", _("Other")


class Institution(models.Model):
    """A legal person (credit code), or an unverified name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    comparable = models.CharField(max_length=200, db_index=True)
    former_names = models.JSONField(default=list, blank=True)
    credit_code = models.CharField(_("Unified social credit code"), max_length=18, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=12, choices=InstitutionKind.choices, default=InstitutionKind.OTHER)
    district = models.CharField(max_length=60, blank=True)
    province = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    is_verified = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ENTERED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_verified=False) | Q(credit_code__isnull=False), name="verified_has_credit_code"
            ),
        ]
        permissions = [("act_for_institution", "May act as the institution's officer")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being, with or without a user."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    orcid = models.CharField(max_length=19, null=True, blank=True, unique=True)
    birth_on = models.DateField(null=True, blank=True)
    title = models.CharField(_("Professional title"), max_length=40, blank=True)
    degree = models.CharField(max_length=40, blank=True)
    identity_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    identity_sealed = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ENTERED)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department of the bureau."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def display_name(self) -> str:
        return self.person.name if self.person else self.username

    def __str__(self) -> str:
        return self.username


class MembershipRole(models.TextChoices):
    MEMBER = "member", _("Member")
    OFFICER = "officer", _("Institution officer")
    FINANCE = "finance", _("Finance officer of the institution")


class Membership(models.Model):
    """A person belongs to an institution from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "institution", "role", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]


class RoleGrant(models.Model):
    """A user holds a role of the bureau, in a department, or for one recommending unit."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="role_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")), name="nobody_grants_himself"
            ),
        ]


class Band(models.TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class Standing(models.Model):
    """Credit band and sanction in force of a person or an institution; written by upper rooms through services."""

    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="standing")
    institution = models.OneToOneField(Institution, null=True, on_delete=models.PROTECT, related_name="standing")
    score = models.DecimalField(max_digits=5, decimal_places=1)
    band = models.CharField(max_length=1, choices=Band.choices)
    sanctioned_until = models.DateField(null=True, blank=True)
    sanction_document = models.CharField(max_length=80, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, institution__isnull=False)
                | Q(person__isnull=False, institution__isnull=True),
                name="standing_of_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(sanctioned_until__isnull=True) | ~Q(sanction_document=""),
                name="sanction_has_document",
            ),
        ]


class InstitutionUserPermission(UserObjectPermissionBase):
    """Guardian's direct foreign key: lasting relations of a user to an institution."""

    content_object = models.ForeignKey(Institution, on_delete=models.CASCADE)
