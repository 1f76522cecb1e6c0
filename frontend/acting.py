"""In which role one acts: chosen on the desk, kept in the session, always one of the roles one holds."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.queries import roles_of
from accounts.roles import Role

KEY = "acting_role"


def acting_role(request: HttpRequest) -> str:
    """The role in force for this request, or nothing for somebody who holds none."""
    held = roles_of(request.user)
    chosen = request.session.get(KEY, "")
    return chosen if chosen in held else first_of(held)


def first_of(held: list[str]) -> str:
    """Whom one is at sign-in: a duty (institution, expert, officer, ...) comes before one's own applications."""
    duties = [role for role in held if role != Role.APPLICANT]
    return (duties or held or [""])[0]


def choose(request: HttpRequest, role: str) -> None:
    if role in roles_of(request.user):
        request.session[KEY] = role
