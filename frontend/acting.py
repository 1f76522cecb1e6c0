"""In which role one acts: chosen on the desk, kept in the session, always one of the roles one holds."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.queries import grants_of, roles_of

KEY = "acting_role"


def acting_role(request: HttpRequest) -> str:
    """The role in force for this request, or nothing for somebody who holds none.

    Before one is chosen: a role that was granted (expert, chair, officer ...) goes before one that anybody has.
    """
    held = roles_of(request.user)
    chosen = request.session.get(KEY, "")
    if chosen in held:
        return str(chosen)
    granted = {grant.role for grant in grants_of(request.user)}
    return next((role for role in held if role in granted), held[0] if held else "")


def choose(request: HttpRequest, role: str) -> None:
    if role in roles_of(request.user):
        request.session[KEY] = role
