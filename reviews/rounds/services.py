"""Verbs of a round: open it over applications, and lock its scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.numbering import next_number
from core.policy import in_force
from core.transitions import open_record, take_step
from core.verdict import YES, Verdict, first_no, no, require
from projects.applications.models import Application
from projects.calls.models import Call
from projects.calls.permissions import manages_programme
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.permissions import keeps_round, may_lock_round
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.queries import may_be_reviewed
from reviews.rounds.rules import without_team
from reviews.rounds.states import Blindness

__all__ = ["keeps_round", "lock_round", "may_be_reviewed", "open_round"]


def open_round(
    call: Call,
    *,
    by: User,
    title: str,
    applications: Sequence[Application],
    opens_at: datetime,
    closes_at: datetime,
    experts_wanted: int = 3,
    chair: User | None = None,
    blindness: str = Blindness.SINGLE,
) -> Round:
    """Prepare a round; the criteria of the programme's class are fixed with it."""
    require(manages_programme(by, call.programme))
    require(items_are_right(call, applications, chair))
    policy = in_force(RoundPolicy, scope=call.programme.code, year=call.year)
    criteria = policy.values.criteria(call.programme.klass)
    with transaction.atomic():
        number = next_number(f"round:{call.programme.code}:{call.year}")
        round_ = open_record(
            Round(
                call=call,
                number=f"PS-{call.year}-{call.programme.code}-{number:02d}",
                title=title,
                blindness=blindness,
                opens_at=opens_at,
                closes_at=closes_at,
                experts_wanted=experts_wanted,
                criteria=without_team(criteria) if blindness == Blindness.DOUBLE else criteria,
                policy_version=policy.version,
                chair=chair,
                opened_by=by,
            ),
            by=by,
            facts={"items": [each.number for each in applications]},
            policies=(policy.version,),
        )
        RoundItem.objects.bulk_create(
            [
                RoundItem(round=round_, application=application, alias=f"{number:02d}-{position:02d}")
                for position, application in enumerate(applications, 1)
            ]
        )
    return round_


def items_are_right(call: Call, applications: Sequence[Application], chair: User | None) -> Verdict:
    """Every item may be reviewed under this call, and the chair takes part in none."""
    refused = [each for each in applications if not may_be_reviewed(each, call)]
    own = [each for each in applications if chair is not None and takes_part(chair, each)]
    return first_no(
        YES if applications else no("what", "round-without-items"),
        no("what", "not-in-pool-or-reviewed", title=refused[0].title) if refused else YES,
        no("what", "chair-takes-part", title=own[0].title) if own else YES,
    )


def takes_part(user: User, application: Application) -> bool:
    person = user.person_id
    return person is not None and (
        person == application.principal_investigator_id or application.team.filter(person_id=person).exists()
    )


def lock_round(round_: Round, *, by: User) -> Round:
    """No score sheet changes from now on."""
    return take_step(round_, "lock", by=by, may=may_lock_round)
