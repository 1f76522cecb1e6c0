"""Verbs of an assignment: invited after the draw, accepted with a declaration, declined, voided, replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of
from accounts.roles import Role
from core.notifications import notify
from core.transitions import open_record, take_step
from core.verdict import YES, no, require
from experts.roster.models import Expert
from reviews.assignment.forms import ACCEPT
from reviews.assignment.models import Assignment
from reviews.assignment.permissions import LIVE, by_system, is_assigned, may_answer, may_void
from reviews.assignment.rules import has_declared_all, next_code, next_in_order
from reviews.conflicts.models import Pair
from reviews.conflicts.services import examine_pair, would_be_clear
from reviews.rounds.models import Round, RoundItem


def invite_drawn(round_: Round, expert_uuids: Sequence[str], *, by: User | None) -> list[Assignment]:
    """Each drawn expert is invited for each item; codes are anonymous and the same within the round."""
    items = list(round_.items.select_related("application"))
    experts = {str(each.uuid): each for each in Expert.objects.filter(uuid__in=expert_uuids)}
    pairs = {
        (pair.expert_id, pair.application_id): pair
        for pair in Pair.objects.filter(expert__uuid__in=expert_uuids, application__round_items__round=round_)
    }
    made = []
    for position, uuid in enumerate(expert_uuids, 1):
        for item in items:
            pair = pairs[experts[uuid].pk, item.application_id or 0]
            made.append(
                open_record(Assignment(item=item, pair=pair, code=f"E{position:02d}", thread=round_.thread), by=by)
            )
    tell_invited(round_, [each.person_id for each in experts.values()])
    return made


def tell_invited(round_: Round, people: Sequence[int]) -> None:
    """An invitation names the round, never an item or another expert."""
    notify(
        User.objects.filter(person_id__in=people),
        topic="review-invitation",
        subject=_("You are invited to review: please declare conflicts of interest first"),
        body=round_.title,
        address=f"/review/{round_.uuid}/",
        sms=True,
    )


def accept_assignment(assignment: Assignment, *, by: User, has_declared: bool) -> Assignment:
    """The expert declares to have no conflict and to keep the rules; the pair is examined once more."""
    require(has_declared_all(has_declared))
    with transaction.atomic():
        pair = assignment.pair
        require(
            YES
            if would_be_clear(pair.expert, pair.application)
            else no("what", "pair-not-clear", item=assignment.item.alias)
        )
        return take_step(assignment, "accept", by=by, may=may_answer, facts={"declared": True})


def decline_assignment(assignment: Assignment, *, by: User, decline_reason: str, reason: str = "") -> Assignment:
    """The expert cannot judge this item; the next of the draw is invited (reviews/assignment/receivers.py)."""
    changes = {"decline_reason": decline_reason, "live_clear": None}
    return take_step(
        assignment, "decline", by=by, may=may_answer, reason=reason, facts={"why": decline_reason}, changes=changes
    )


def answer_invitations(invited: Sequence[Assignment], *, by: User, has_declared: bool, **cells: Any) -> int:
    """Answer several invitations in one go from a form's cells; what is left open stays open. Returns the answered."""
    answered = 0
    with transaction.atomic():
        for each in invited:
            answer, reason = cells.get(f"answer-{each.item.alias}"), cells.get(f"reason-{each.item.alias}") or ""
            if answer == ACCEPT:
                accept_assignment(each, by=by, has_declared=has_declared)
            elif answer:
                decline_assignment(each, by=by, decline_reason=answer, reason=reason)
            answered += bool(answer)
    require(YES if answered else no("what", "nothing-answered"))
    return answered


def finish_assignment(assignment: Assignment, *, by: User) -> Assignment:
    """Called when the score sheet is submitted."""
    return take_step(assignment, "finish", by=by, may=is_assigned)


def void_assignment(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """The assignment and its score sheet count no longer; both are kept."""
    return take_step(assignment, "void", by=by, may=may_void, reason=reason, changes={"live_clear": None})


def examine_again(pair: Pair) -> Pair:
    """Look at a pair again; a late conflict voids its live assignments first, in the same transaction."""
    with transaction.atomic():
        if not would_be_clear(pair.expert, pair.application):
            for each in Assignment.objects.filter(pair=pair, state__in=LIVE).order_by("pk"):
                take_step(each, "void", by=None, may=by_system, reason="late conflict", changes={"live_clear": None})
        return examine_pair(pair.expert, pair.application)


def replace_expert(left: Assignment, transcript: Mapping[str, Any]) -> Assignment | None:
    """Invite the next of the frozen draw for the item that an expert left; nothing when nobody is left.

    The order is the transcript's; the place in it stands in the ledger, so that the replacement can be replayed too.
    """
    round_ = left.item.round
    item = RoundItem.objects.select_for_update().get(pk=left.item_id)
    order = [str(each) for each in transcript["order"]]
    on_item = list(Assignment.objects.filter(item=item).select_related("pair__expert"))
    units = {str(row[0]): [str(unit) for unit in row[1]] for row in transcript["pool"]}
    live = [str(each.pair.expert.uuid) for each in on_item if each.state in LIVE]
    pairs = {
        str(pair.expert.uuid): pair
        for pair in Pair.objects.filter(application=item.application, clear=True, expert__uuid__in=order)
        .filter(expert__state="active")
        .select_related("expert")
    }
    chosen = next_in_order(
        order,
        units=units,
        assigned={str(each.pair.expert.uuid) for each in on_item},
        taken_units={unit for each in live for unit in units.get(each, ())},
        clear=pairs,
    )
    if chosen is None:
        _tell_nobody_left(left)
        return None
    pair = pairs[chosen]
    facts = {"replaces": left.uuid, "place": order.index(chosen) + 1}
    code = _code_of(round_, pair)
    made = open_record(Assignment(item=item, pair=pair, code=code, thread=round_.thread), by=None, facts=facts)
    tell_invited(round_, [pair.expert.person_id])
    return made


def _code_of(round_: Round, pair: Pair) -> str:
    """The expert's code in this round, or the next free one."""
    codes = dict(Assignment.objects.filter(item__round=round_).values_list("pair__expert_id", "code"))
    return codes.get(pair.expert_id) or next_code(codes.values())


def _tell_nobody_left(left: Assignment) -> None:
    round_ = left.item.round
    notify(
        holders_of(Role.OFFICER, round_.call.programme.department_id),
        topic="no-replacement",
        subject=_("Nobody is left in the draw to replace an expert"),
        body=f"{round_.title} {left.item.alias}",
        address=f"/records/rounds/{round_.uuid}/",
        key=f"no-replacement:{left.uuid}",
    )
