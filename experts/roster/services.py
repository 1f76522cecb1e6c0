"""Verbs of the roster."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Person, User
from accounts.roles import Role
from accounts.services import grant_role
from core.transitions import open_record, take_step
from core.verdict import require
from experts.roster.models import Expert
from experts.roster.permissions import keeps_roster
from experts.roster.rules import names_disciplines
from experts.roster.states import ExpertKind


def propose_expert(
    person: Person,
    *,
    by: User | None,
    disciplines: Sequence[str],
    expert_kind: str = ExpertKind.TECHNICAL,
    keywords: str = "",
    is_local: bool = True,
) -> Expert:
    """Put a person forward for the roster."""
    require(names_disciplines(disciplines))
    return open_record(
        Expert(
            person=person, disciplines=list(disciplines), expert_kind=expert_kind, keywords=keywords, is_local=is_local
        ),
        by=by,
    )


def admit_expert(expert: Expert, *, by: User) -> Expert:
    """Admit to the roster; a user behind the person may act as expert from now on."""
    with transaction.atomic():
        taken = take_step(expert, "admit", by=by, may=keeps_roster)
        user = User.objects.filter(person=taken.person).first()
        if user:
            grant_role(user, Role.EXPERT, by=None)
    return taken


def suspend_expert(expert: Expert, *, by: User, reason: str) -> Expert:
    return take_step(expert, "suspend", by=by, may=keeps_roster, reason=reason)


def resume_expert(expert: Expert, *, by: User) -> Expert:
    return take_step(expert, "resume", by=by, may=keeps_roster)


def retire_expert(expert: Expert, *, by: User, reason: str) -> Expert:
    return take_step(expert, "retire", by=by, may=keeps_roster, reason=reason)
