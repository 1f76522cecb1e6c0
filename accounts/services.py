"""Verbs about people, institutions, roles and standing: the only code here that writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import (
    Band,
    Department,
    Institution,
    InstitutionKind,
    Membership,
    MembershipRole,
    Person,
    RoleGrant,
    Standing,
    User,
)
from accounts.permissions import another_than, has_role, may_publish_policy
from accounts.roles import Role
from accounts.rules import comparable_name, credit_code_is_right, identity_number_is_right
from core import clock, policy
from core.encryption import blind_index, decrypt, encrypt
from core.models import PolicyVersion
from core.verdict import Refused, no, require


def open_institution(
    name: str,
    *,
    kind: str = InstitutionKind.OTHER,
    credit_code: str | None = None,
    district: str = "",
    province: str = "",
) -> Institution:
    """A new institution; unverified, its credit code (if any) checked for form."""
    if credit_code:
        require(credit_code_is_right(credit_code))
        taken = Institution.objects.filter(credit_code=credit_code).first()
        if taken:
            require(no("what", "credit-code-taken", name=taken.name))
    return Institution.objects.create(
        name=name,
        comparable=comparable_name(name),
        kind=kind,
        credit_code=credit_code,
        district=district,
        province=province,
    )


def verify_institution(institution: Institution, *, by: User, credit_code: str) -> Institution:
    """An administrator or officer compares the licence and fixes the credit code."""
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        require(has_role(by, Role.ADMIN, Role.OFFICER))
        if locked.is_verified:
            require(no("when", "already-verified"))
        require(credit_code_is_right(credit_code))
        taken = Institution.objects.filter(credit_code=credit_code).exclude(pk=locked.pk).first()
        if taken:
            require(no("what", "credit-code-taken", name=taken.name))
        locked.credit_code, locked.is_verified = credit_code, True
        locked.save(update_fields=["credit_code", "is_verified"])
    return locked


def verified_institution(
    name: str, *, kind: str, credit_code: str, district: str = "", by: User | None = None
) -> Institution:
    """An institution whose licence was seen at entry (by the system's set-up or an administrator)."""
    if by is not None:
        require(has_role(by, Role.ADMIN))
    institution = open_institution(name, kind=kind, credit_code=credit_code, district=district)
    institution.is_verified = True
    institution.save(update_fields=["is_verified"])
    return institution


def register_person(
    name: str,
    *,
    identity_number: str = "",
    email: str = "",
    phone: str = "",
    title: str = "",
    birth_on: date | None = None,
) -> Person:
    """A new person; the identity number is checked, encrypted, and findable by its blind index only."""
    person = Person(name=name, email=email, phone=phone, title=title, birth_on=birth_on)
    if identity_number:
        number = identity_number.strip().upper()
        require(identity_number_is_right(number, clock.today()))
        person.identity_hash = blind_index(number)
        person.identity_sealed = encrypt(number, where=f"accounts_person.identity.{person.uuid}")
    person.save()
    return person


def reveal_identity_number(person: Person, *, by: User) -> str:
    """The identity number in clear; the read is logged."""
    from core.access import note_read

    require(has_role(by, Role.ADMIN, Role.AUDITOR))
    note_read(by, "identity-number", [person.uuid])
    return decrypt(person.identity_sealed, where=f"accounts_person.identity.{person.uuid}")


def add_membership(
    person: Person, institution: Institution, role: str = MembershipRole.MEMBER, since: date | None = None
) -> Membership:
    """A person joins an institution; its officer may act for it (guardian relation)."""
    membership, _is_new = Membership.objects.get_or_create(
        person=person, institution=institution, role=role, since=since
    )
    user = User.objects.filter(person=person).first()
    if role == MembershipRole.OFFICER and user:
        assign_perm("accounts.act_for_institution", user, institution)
    return membership


def end_membership(membership: Membership, *, on: date) -> Membership:
    membership.until = on
    membership.save(update_fields=["until"])
    user = User.objects.filter(person=membership.person).first()
    if membership.role == MembershipRole.OFFICER and user:
        remove_perm("accounts.act_for_institution", user, membership.institution)
    return membership


def grant_role(
    user: User,
    role: str,
    *,
    by: User | None,
    department: Department | None = None,
    institution: Institution | None = None,
) -> RoleGrant:
    """Give a user a role; by an administrator who is somebody else, or by the system's set-up (``by=None``)."""
    if by is not None:
        require(has_role(by, Role.ADMIN))
        require(another_than(by, user.pk))
    grant, _is_new = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        department=department,
        revoked_at=None,
        defaults={"institution": institution, "granted_by": by, "granted_at": clock.now()},
    )
    return grant


def publish_policy(
    values: Any, *, by: User, effective_on: date, reason: str, scope: str = policy.EVERYWHERE
) -> PolicyVersion:
    """Publish a new version of a topic's values, from today on at the earliest; an administrator's work."""
    require(may_publish_policy(by))
    if effective_on < clock.today():
        raise Refused(no("what", "policy-in-the-past", today=clock.today()))
    return policy.publish(values, scope=scope, effective_on=effective_on, reason=reason, by=by)


def revoke_role(grant: RoleGrant, *, by: User) -> RoleGrant:
    require(has_role(by, Role.ADMIN))
    require(another_than(by, grant.user_id))
    grant.revoked_at = clock.now()
    grant.save(update_fields=["revoked_at"])
    return grant


def write_standing(
    *,
    score: Decimal,
    band: str,
    person: Person | None = None,
    institution: Institution | None = None,
    sanctioned_until: date | None = None,
    sanction_document: str = "",
) -> Standing:
    """The credit band in force of one subject, handed down by the credit room."""
    standing, _is_new = Standing.objects.update_or_create(
        person=person,
        institution=institution,
        defaults={
            "score": score,
            "band": Band(band),
            "sanctioned_until": sanctioned_until,
            "sanction_document": sanction_document,
            "computed_at": clock.now(),
        },
    )
    return standing


def open_user(
    username: str, *, person: Person | None = None, password: str | None = None, email: str = "", phone: str = ""
) -> User:
    """A user who can sign in (with a password, or only by other means)."""
    return User.objects.create_user(username, password, person=person, email=email, phone=phone)


def set_language(user: User, language: str) -> User:
    user.language = language
    user.save(update_fields=["language"])
    return user
