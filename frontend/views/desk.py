"""The desk of a role: what waits for me, until when; what I wait for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.roles import DESKS
from core import clock
from core.contributions import Waiting, modules
from frontend.acting import acting_role, choose


def due_key(waiting: Waiting) -> tuple[bool, datetime]:
    """Soonest due first; what has no date comes last."""
    zone = ZoneInfo(settings.TIME_ZONE)
    due = waiting.due_at
    if isinstance(due, datetime):
        return (False, due)
    if isinstance(due, date):
        return (False, datetime.combine(due, time(23, 59, 59), zone))
    return (True, datetime.max.replace(tzinfo=zone))


def waiting_of(user: Any, role: str, at: datetime) -> list[Waiting]:
    """Everything that waits for this user in this role, from every room's ``desk.py``."""
    found = [each for module in modules("desk") for each in module.waiting(user, at) if each.role == role]
    return sorted(found, key=due_key)


def desk(request: HttpRequest) -> HttpResponse:
    """The home of the acting role; ``?role=`` switches it."""
    wanted = request.GET.get("role")
    if wanted:
        choose(request, wanted)
        return redirect("desk")
    role, at = acting_role(request), clock.now()
    waiting = waiting_of(request.user, role, at)
    tasks: dict[str, int] = {}
    for each in waiting:
        tasks[str(each.task)] = tasks.get(str(each.task), 0) + 1
    task = request.GET.get("task", "")
    watching = [each for module in modules("desk") for each in module.watching(request.user, at) if each.role == role]
    context = {
        "waiting": [each for each in waiting if not task or str(each.task) == task],
        "count": len(waiting),
        "overdue": sum(not due_key(each)[0] and due_key(each)[1] < at for each in waiting),
        "tasks": sorted(tasks.items()),
        "task": task,
        "watching": watching,
        "desk": DESKS.get(role),
    }
    return render(request, "desk.html", context)
