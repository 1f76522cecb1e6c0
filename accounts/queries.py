"""Who is who: roles, memberships, and what a user may see of people and institutions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Institution, InstitutionKind, Membership, MembershipRole, RoleGrant, User
from accounts.roles import SEE_ALL, STAFF, Role
from core.models import PolicyVersion

POLICY_READERS = frozenset({Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.INTEGRITY, Role.ADMIN})


def grants_of(user: Any) -> list[RoleGrant]:
    """The user's role grants in force; asked once per request (kept on the user object)."""
    if user is None or not getattr(user, "is_authenticated", False):
        return []
    found: list[RoleGrant] | None = getattr(user, "_grants", None)
    if found is None:
        found = list(RoleGrant.objects.filter(user=user, revoked_at=None))
        user._grants = found
    return found


def memberships_of(user: Any) -> list[Membership]:
    """The user's memberships that have not ended; asked once per request."""
    if user is None or not getattr(user, "person_id", None):
        return []
    found: list[Membership] | None = getattr(user, "_memberships", None)
    if found is None:
        from core.clock import today

        found = list(current_memberships(today()).filter(person_id=user.person_id).select_related("institution"))
        user._memberships = found
    return found


def current_memberships(day: date) -> QuerySet[Membership]:
    """Memberships in force on a day."""
    return Membership.objects.filter(Q(until=None) | Q(until__gte=day)).filter(Q(since=None) | Q(since__lte=day))


def roles_of(user: Any) -> list[str]:
    """Every role the user may act in, in the order of the table."""
    if user is None or not getattr(user, "is_authenticated", False):
        return []
    found = {grant.role for grant in grants_of(user)}
    members = memberships_of(user)
    if (user.person_id and not found & STAFF and Role.EXPERT not in found) or (members and not found & STAFF):
        found.add(Role.APPLICANT)
    if any(membership.role == MembershipRole.OFFICER for membership in members):
        found.add(Role.INSTITUTION)
    return [role.value for role in Role if role in found]


def departments_of(user: Any, *roles: str) -> set[int]:
    """Ids of the departments in which the user holds one of the roles."""
    return {grant.department_id for grant in grants_of(user) if grant.role in roles and grant.department_id}


def sees_every_programme(user: Any) -> bool:
    return any(grant.role in SEE_ALL for grant in grants_of(user))


def institutions_of(user: Any, *roles: str) -> set[int]:
    """Ids of the institutions in which the user has one of the membership roles (any, when none is named)."""
    return {m.institution_id for m in memberships_of(user) if not roles or m.role in roles}


def recommends_for(user: Any) -> set[int]:
    """Ids of the units for which the user recommends."""
    return {g.institution_id for g in grants_of(user) if g.role == Role.RECOMMENDER and g.institution_id}


def recommended_institutions(user: Any) -> QuerySet[Institution]:
    """Institutions whose applications the user recommends: those of the own unit, under it, and in a bureau's district."""
    units = Institution.objects.filter(pk__in=recommends_for(user))
    districts = units.filter(kind=InstitutionKind.AGENCY).exclude(district="").values("district")
    under = Q(pk__in=units) | Q(parent__in=units) | Q(parent__parent__in=units) | Q(district__in=districts)
    return Institution.objects.filter(under)


def officers_of(institution: Institution) -> QuerySet[User]:
    """Users who act as officers of an institution."""
    return User.objects.filter(
        person__memberships__institution=institution,
        person__memberships__role=MembershipRole.OFFICER,
        person__memberships__until=None,
    ).distinct()


def holders_of(role: str, department_id: int | None = None) -> QuerySet[User]:
    """Users who hold a role (in a department, where one is named)."""
    held = Q(grants__role=role, grants__revoked_at=None)
    if department_id:
        held &= Q(grants__department_id=department_id)
    return User.objects.filter(held).distinct()


def visible_institutions(user: Any) -> QuerySet[Institution]:
    """Signed-in people see verified institutions; staff see all."""
    if any(grant.role in STAFF for grant in grants_of(user)):
        return Institution.objects.all()
    return Institution.objects.filter(Q(is_verified=True) | Q(pk__in=institutions_of(user)))


def visible_policies(user: Any) -> QuerySet[PolicyVersion]:
    """Whoever works with the rules sees every version and what comes; everybody signed in, the versions in force."""
    from core.clock import today

    if any(grant.role in POLICY_READERS for grant in grants_of(user)):
        return PolicyVersion.objects.all()
    latest = (
        PolicyVersion.objects.filter(effective_on__lte=today())
        .order_by("topic", "scope", "year", "-effective_on", "-number")
        .distinct("topic", "scope", "year")
    )
    return PolicyVersion.objects.filter(pk__in=latest.values("pk"))
