"""What every page knows: the user's roles, navigation, unread messages, server time. Four queries at most."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.queries import roles_of
from accounts.roles import DESKS, Role
from core import clock
from core.models import Notification
from core.records import kinds
from frontend.acting import acting_role

# Pages of a role that are no list of records: name of the address -> (icon, words).
PAGES = {
    "audit": ("chart-bar", _("Audit workbook")),
    "policies": ("scale", _("Policy values")),
    "credit": ("shield-check", _("Credit statement")),
    "budget_lines": ("coin", _("Budget lines")),
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell; anonymous pages get the public part of it."""
    common: dict[str, Any] = {"is_demo": settings.DEMO, "server_time": clock.now()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    role = acting_role(request)
    desk = DESKS.get(role)
    registered = kinds()
    return common | {
        "acting_role": role,
        "acting_label": Role(role).label if role else "",
        "held_roles": [(each, Role(each).label) for each in roles_of(user)],
        "navigation": [registered[name] for name in (desk.lists if desk else ()) if name in registered],
        "own_pages": [(name, *PAGES[name]) for name in (desk.pages if desk else ())],
        "unread": Notification.objects.filter(to=user, read_at=None).count(),
    }
