"""What waits for whom around change requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.queries import institutions_of, roles_of
from accounts.roles import Role
from core.contributions import Waiting, Watching
from projects.calls.queries import programmes_of
from projects.changes.models import ChangeRequest
from projects.changes.presentation import title_of
from projects.changes.queries import visible_changes
from projects.changes.states import ChangeState as S

MOST = 50


def waiting(user: Any, at: datetime) -> list[Waiting]:
    held = set(roles_of(user))
    changes = visible_changes(user)
    found: list[Waiting] = []
    if Role.APPLICANT in held and user.person_id:
        mine = changes.filter(project__principal_investigator_id=user.person_id, state=S.DRAFT)
        found += _lines(mine, Role.APPLICANT, _("Finish the change request"))
    if Role.INSTITUTION in held:
        units = institutions_of(user, MembershipRole.OFFICER)
        ours = changes.filter(project__institution_id__in=units, state=S.AWAITING_INSTITUTION)
        ours = ours.exclude(project__principal_investigator_id=user.person_id)
        found += _lines(ours, Role.INSTITUTION, _("Agree to the change"))
    if Role.OFFICER in held:
        managed = changes.filter(project__programme__in=programmes_of(user), state=S.AWAITING_AUTHORITY)
        found += _lines(managed, Role.OFFICER, _("Decide on the change"))
    return found


def _lines(rows: QuerySet[ChangeRequest], role: str, task: Any) -> list[Waiting]:
    return [
        Waiting(
            role, task, title_of(each), each.number, "changes", each.uuid, each.state_label(), None,
            each.project.institution.name, topic="process",
        )
        for each in rows.order_by("state_since")[:MOST]
    ]  # fmt: skip


def watching(user: Any, at: datetime) -> list[Watching]:
    """Requests that the leader handed in: who has them."""
    if not getattr(user, "person_id", None):
        return []
    under_way = [S.AWAITING_INSTITUTION, S.AWAITING_AUTHORITY]
    rows = visible_changes(user).filter(project__principal_investigator_id=user.person_id, state__in=under_way)
    return [
        Watching(Role.APPLICANT, title_of(each), each.state_label(), f"/records/changes/{each.uuid}/")
        for each in rows.order_by("state_since")[:10]
    ]
