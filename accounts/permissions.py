"""Small answers that every room's permissions are made of: has this user the role, is it this person."""

from __future__ import annotations

from typing import Any

from accounts.models import Institution, MembershipRole, Person
from accounts.queries import POLICY_READERS, departments_of, grants_of, institutions_of, recommended_institutions
from accounts.roles import STAFF, Role
from core.verdict import YES, Verdict, no

NOT_YOURS = no("who", "not-yours")


def when(condition: bool) -> Verdict:
    """YES or the plain who-refusal."""
    return YES if condition else NOT_YOURS


def has_role(user: Any, *roles: str) -> Verdict:
    return when(any(grant.role in roles for grant in grants_of(user)))


def holds_in_department(user: Any, department_id: int, *roles: str) -> Verdict:
    """The role in that department; leaders hold theirs everywhere."""
    return when(
        department_id in departments_of(user, *roles) or (Role.LEADER in roles and bool(has_role(user, Role.LEADER)))
    )


def is_staff(user: Any) -> bool:
    return any(grant.role in STAFF for grant in grants_of(user))


def is_person(user: Any, person: Person | int | None) -> Verdict:
    key = person.pk if isinstance(person, Person) else person
    return when(user is not None and key is not None and getattr(user, "person_id", None) == key)


def acts_for(user: Any, institution: Institution | int) -> Verdict:
    """Is the user an officer of this institution?"""
    key = institution.pk if isinstance(institution, Institution) else institution
    return when(key in institutions_of(user, MembershipRole.OFFICER))


def keeps_books_for(user: Any, institution_id: int) -> Verdict:
    """Is the user finance officer (or officer) of this institution?"""
    return when(institution_id in institutions_of(user, MembershipRole.FINANCE, MembershipRole.OFFICER))


def recommends(user: Any, institution_id: int) -> Verdict:
    """Does the user recommend the applications of this institution?"""
    return when(recommended_institutions(user).filter(pk=institution_id).exists())


def may_read_policies(user: Any) -> Verdict:
    return has_role(user, *POLICY_READERS)


def may_publish_policy(user: Any) -> Verdict:
    return has_role(user, Role.ADMIN)


def another_than(user: Any, first_id: int | None) -> Verdict:
    """Two-person steps: not the one who took the first."""
    return YES if user is not None and user.pk != first_id else no("who", "same-person")
