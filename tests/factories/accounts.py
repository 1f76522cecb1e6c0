"""People and institutions for tests, made by the real services."""

from __future__ import annotations

import itertools

from accounts.models import Department, MembershipRole
from accounts.roles import Role
from accounts.rules import credit_check_digit
from accounts.services import add_membership, grant_role, open_user, register_person, verified_institution

_numbers = itertools.count(1)
UNIT_NAMES = ("江汉光电研究院", "江汉农业大学", "云峰环保装备有限公司", "江汉理工大学", "沧浪生物技术有限公司")


def credit_code(number: int) -> str:
    body = f"12420100{number:09d}"
    return body + credit_check_digit(body)


def make_institution(name="", kind="university", **fields):
    number = next(_numbers)
    return verified_institution(
        name or f"{UNIT_NAMES[number % 5]}{number}", kind=kind, credit_code=credit_code(number), **fields
    )


def make_person(name="", **fields):
    return register_person(name or f"测试人{next(_numbers)}", **fields)


def make_user(name="", *, person=None, **fields):
    number = next(_numbers)
    person = person or make_person(name)
    return open_user(f"user{number}", person=person, **{"email": f"user{number}@example.org", **fields})


def make_member(institution=None, role=MembershipRole.MEMBER, name=""):
    """A user who belongs to an institution."""
    user = make_user(name)
    add_membership(user.person, institution or make_institution(), role)
    return user


def make_institution_officer(institution):
    return make_member(institution, MembershipRole.OFFICER)


def department(code="GX"):
    return Department.objects.get_or_create(code=code, defaults={"name": f"{code}处"})[0]


def make_recommender(unit):
    """A user who recommends for a unit: a bureau of a district, or a university for what is under it."""
    user = make_user()
    grant_role(user, Role.RECOMMENDER, by=None, institution=unit)
    return user


def make_staff(role, dept=None):
    """A user of the bureau in a role; officers and agencies work in a department."""
    user = make_user()
    in_department = department(dept or "GX") if role in (Role.OFFICER, Role.AGENCY) or dept else None
    grant_role(user, role, by=None, department=in_department)
    return user
