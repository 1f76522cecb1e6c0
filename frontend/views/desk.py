"""The desk of a role: what waits for me, until when; what I wait for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.roles import DESKS
from core import clock
from core.contributions import Waiting, modules
from core.records import kinds
from frontend.acting import acting_role, choose

ROWS, LISTS = 20, 5


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


def numbers_of(user: Any, role: str) -> list[dict[str, Any]]:
    """How many records stand in which state, for the first lists of the role; one query for each."""
    registered, found = kinds(), []
    for name in (DESKS[role].lists if role in DESKS else ())[:LISTS]:
        if name not in registered:
            continue
        kind = registered[name]
        counts = dict(kind.visible(user).order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
        labels = kind.model.state_labels()
        states = [
            (code, labels.get(code, code), counts[code]) for code in kind.model.lifecycle.states() if code in counts
        ]
        if states:
            found.append({"kind": kind, "total": sum(counts.values()), "states": states})
    return found


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
    chosen = [each for each in waiting if not task or str(each.task) == task]
    shown = chosen if request.GET.get("all") else chosen[:ROWS]
    watching = [each for module in modules("desk") for each in module.watching(request.user, at) if each.role == role]
    context = {
        "waiting": shown,
        "left": len(chosen) - len(shown),
        "count": len(waiting),
        "overdue": sum(not due_key(each)[0] and due_key(each)[1] < at for each in waiting),
        "tasks": sorted(tasks.items()),
        "task": task,
        "watching": watching,
        "desk": DESKS.get(role),
        "numbers": numbers_of(request.user, role),
    }
    return render(request, "desk.html", context)
