"""What waits for whom from the call to the issued decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.queries import grants_of, institutions_of, roles_of
from accounts.roles import Role
from core.contributions import Waiting, Watching
from projects.applications.models import Application
from projects.applications.presentation import due_of
from projects.applications.queries import visible_applications
from projects.applications.states import ApplicationState as A
from projects.calls.queries import programmes_of, visible_calls
from projects.decisions.queries import visible_decisions, visible_notices, visible_objections
from projects.pool.queries import visible_pool_entries

MOST = 50


def waiting(user: Any, at: datetime) -> list[Waiting]:
    """At most fifty lines per task; a fixed number of queries for the roles that the user holds."""
    held = set(roles_of(user))
    found: list[Waiting] = []
    if Role.APPLICANT in held and user.person_id:
        found += _applications(
            user,
            Role.APPLICANT,
            {A.DRAFT: _("Finish the application"), A.CORRECTION: _("Send the correction")},
            led_by=user.person_id,
        )
    if Role.INSTITUTION in held:
        units = institutions_of(user, MembershipRole.OFFICER)
        found += _applications(
            user, Role.INSTITUTION, {A.AWAITING_ENDORSEMENT: _("Endorse the application")}, units=units
        )
    if Role.RECOMMENDER in held:
        found += _applications(user, Role.RECOMMENDER, {A.AWAITING_RECOMMENDATION: _("Recommend the application")})
    for role in (Role.OFFICER, Role.AGENCY):
        if role in held:
            found += _applications(user, role, {A.FORMAL_CHECK: _("Check the application")})
    if Role.OFFICER in held:
        found += _officer(user)
    if Role.LEADER in held:
        found += _decisions(visible_decisions(user).filter(state="proposed"), Role.LEADER, _("Deliberate on the list"))
        found += _decisions(
            visible_decisions(user).filter(state="deliberated", notice__state="closed"),
            Role.LEADER,
            _("Issue the decision"),
        )
    if Role.INTEGRITY in held:
        found += [
            Waiting(
                Role.INTEGRITY,
                _("Answer the objection"),
                o.item.application.title,
                o.number,
                "objections",
                o.uuid,
                o.state_label(),
                o.due_on,
            )
            for o in visible_objections(user).filter(state__in=["filed", "investigating"]).order_by("due_on")[:MOST]
        ]
    return found


def _applications(
    user: Any, role: str, tasks: dict[Any, Any], *, led_by: int | None = None, units: set[int] | None = None
) -> list[Waiting]:
    rows = visible_applications(user).filter(state__in=list(tasks))
    if led_by is not None:
        rows = rows.filter(principal_investigator_id=led_by)
    if units is not None:
        rows = rows.filter(institution_id__in=units)
    return [
        Waiting(
            role, tasks[A(each.state)], each.title or str(_("Untitled application")), each.number or each.call.number,
            "applications", each.uuid, each.state_label(), due_of(each), f"{each.institution.name} · {each.principal_investigator.name}",
            url=f"/applications/{each.uuid}/form/" if role == Role.APPLICANT else "",
        )
        for each in rows.order_by("state_since").distinct()[:MOST]
    ]  # fmt: skip


def _officer(user: Any) -> list[Waiting]:
    role = Role.OFFICER
    managed = programmes_of(user)
    found = [
        Waiting(role, _("Publish the call"), c.title, c.number, "calls", c.uuid, c.state_label(), c.opens_at)
        for c in visible_calls(user).filter(state="draft", programme__in=managed).order_by("opens_at")[:MOST]
    ]
    found += [
        Waiting(
            role,
            _("Admit to the pool"),
            e.application.title,
            e.number,
            "pool-entries",
            e.uuid,
            e.state_label(),
            None,
            e.application.institution.name,
        )
        for e in visible_pool_entries(user).filter(state="awaiting_admission").order_by("state_since")[:MOST]
    ]
    found += _decisions(visible_decisions(user).filter(state="draft"), role, _("Propose the list"))
    notices = visible_notices(user).filter(state__in=["draft", "published"], decision__call__programme__in=managed)
    tasks = {"draft": _("Publish the notice"), "published": _("End the notice when it is over")}
    found += [
        Waiting(role, tasks[n.state], n.title, n.number, "notices", n.uuid, n.state_label(), n.closes_on)
        for n in notices.order_by("closes_on")[:MOST]
    ]
    return found


def _decisions(rows: Any, role: str, task: Any) -> list[Waiting]:
    return [
        Waiting(role, task, d.title, d.number, "decisions", d.uuid, d.state_label(), None, d.call.title)
        for d in rows.order_by("state_since")[:MOST]
    ]


def watching(user: Any, at: datetime) -> list[Watching]:
    """What the user's own applications wait for: who has them, until when."""
    if not getattr(user, "person_id", None) or grants_of(user):
        return []
    under_way = [A.AWAITING_ENDORSEMENT, A.AWAITING_RECOMMENDATION, A.FORMAL_CHECK, A.ACCEPTED]
    rows = Application.objects.filter(principal_investigator_id=user.person_id, state__in=under_way).select_related(
        "call"
    )
    return [
        Watching(Role.APPLICANT, each.title, each.state_label(), f"/records/applications/{each.uuid}/", due_of(each))
        for each in rows.order_by("-state_since")[:10]
    ]
