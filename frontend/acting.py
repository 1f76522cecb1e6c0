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
    if chosen in held:
        return chosen
    # Whoever holds an office comes for it first; almost everybody may also apply.
    return next((role for role in held if role != Role.APPLICANT), held[0] if held else "")


def choose(request: HttpRequest, role: str) -> None:
    if role in roles_of(request.user):
        request.session[KEY] = role
