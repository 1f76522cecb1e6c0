"""Verbs of decisions, public notices and objections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of
from accounts.roles import Role
from core import clock, ledger
from core.calendar import add_working_days
from core.ledger import canonical, plain
from core.notifications import notify
from core.numbering import next_number
from core.policy import in_force
from core.transitions import lock, open_record, take_step
from core.verdict import Refused, no, require
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.models import Call
from projects.calls.permissions import manages_programme
from projects.calls.states import PoolGate
from projects.decisions.models import Decision, DecisionItem, Notice, Objection
from projects.decisions.permissions import (
    handles_objections,
    may_close_notice,
    may_deliberate_decision,
    may_issue_decision,
    may_propose_decision,
    may_publish_notice,
    may_send_back_decision,
)
from projects.decisions.policy import DecisionPolicy
from projects.decisions.queries import items_to_issue
from projects.decisions.rules import objection_is_handled
from projects.decisions.states import DecisionState, ItemVerdict, NoticeState, ObjectionState
from projects.outcomes.queries import latest_outcome
from projects.pool.models import Appropriation, PoolEntry
from projects.pool.services import commit_money, give_back
from projects.pool.states import PoolState
from projects.screening.services import disengage


def open_decision(*, by: User, call: Call, appropriation: Appropriation, title: str) -> Decision:
    """Draft a decision over what the reviews ranked or the pool released, best first."""
    require(manages_programme(by, call.programme))
    if appropriation.programme_id != call.programme_id:
        require(no("what", "budget-of-another-programme"))
    with transaction.atomic():
        number = (
            f"LX-{call.year}-{call.programme.code}-{next_number(f'decision:{call.programme.code}:{call.year}'):02d}"
        )
        decision = open_record(
            Decision(call=call, appropriation=appropriation, title=title, number=number, opened_by=by), by=by
        )
        DecisionItem.objects.bulk_create(
            [
                DecisionItem(decision=decision, position=position, **candidate)
                for position, candidate in enumerate(candidates(call), 1)
            ]
        )
    return decision


def settled_items() -> QuerySet[DecisionItem]:
    """Items that keep their application out of another list: issued, turned down, lost to an objection, or still on a
    list that is being decided on."""
    return DecisionItem.objects.filter(
        Q(issued_at__isnull=False)
        | Q(verdict=ItemVerdict.REJECT)
        | Q(objections__state=ObjectionState.UPHELD)
        | ~Q(decision__state=DecisionState.ISSUED)
    )


def candidates(call: Call) -> list[dict[str, Any]]:
    """Applications that may be decided on: reviewed, and released where the pool stands after the review."""
    applications = (
        Application.objects.filter(call=call, state=ApplicationState.ACCEPTED, outcomes__isnull=False)
        .exclude(decision_items__in=settled_items())
        .select_related("pool_entry")
        .distinct()
    )
    rows: list[tuple[Any, dict[str, Any]]] = []
    for application in applications:
        entry: PoolEntry | None = getattr(application, "pool_entry", None)
        needs_release = call.programme.pool_gate != PoolGate.NONE
        if needs_release and (entry is None or entry.state != PoolState.RELEASED):
            continue
        outcome = latest_outcome(application)
        if outcome is None:
            continue
        suggested = outcome.recommended_amount or application.granted_requested
        row = {"application": application, "pool_entry": entry, "score": outcome.score, "suggested_amount": suggested}
        rows.append(((outcome.rank, application.pk), row))
    return [row for _key, row in sorted(rows, key=lambda pair: pair[0])]


def set_item(item: DecisionItem, *, by: User, verdict: str, approved_amount: Decimal = Decimal(0)) -> DecisionItem:
    """Say of one item whether it is to be funded, and with how many yuan; noted in the decision's ledger."""
    with transaction.atomic():
        decision = lock(item.decision)
        require(manages_programme(by, decision.call.programme))
        if decision.state != DecisionState.DRAFT:
            raise Refused(no("when", "decision-not-draft"))
        funded = verdict == ItemVerdict.FUND
        item.verdict, item.approved_amount = verdict, approved_amount if funded else Decimal(0)
        if funded and not 0 < approved_amount <= item.suggested_amount:
            raise Refused(
                no(
                    "what",
                    "approved-above-suggested",
                    title=item.application.title,
                    approved=approved_amount,
                    suggested=item.suggested_amount,
                )
            )
        item.save(update_fields=["verdict", "approved_amount"])
        facts = {"application": item.application.number, "verdict": verdict, "approved": item.approved_amount}
        ledger.append(decision, step="set_item", by=by, at=clock.now(), role="officer", facts=facts)
    return item


def set_items(decision: Decision, *, by: User, **cells: Any) -> Decision:
    """Verdicts and amounts of many items at once, as the form names them; what is not named stays as it is."""
    with transaction.atomic():
        for item in decision.items.select_related("application"):
            key = item.application.uuid
            verdict = cells.get(f"verdict-{key}") or item.verdict
            amount = cells.get(f"amount-{key}")
            wanted = (amount if amount is not None else item.approved_amount) if verdict == ItemVerdict.FUND else 0
            if (verdict, wanted) != (item.verdict, item.approved_amount):
                set_item(item, by=by, verdict=verdict, approved_amount=Decimal(wanted))
    return decision


def propose_decision(decision: Decision, *, by: User) -> Decision:
    return take_step(
        decision, "propose", by=by, may=may_propose_decision, facts=_list_of(decision), changes={"proposed_by": by}
    )


def send_back_decision(decision: Decision, *, by: User, reason: str) -> Decision:
    return take_step(
        decision, "send_back", by=by, may=may_send_back_decision, reason=reason, changes={"proposed_by": None}
    )


def deliberate_decision(decision: Decision, *, by: User, minutes_number: str) -> Decision:
    """The bureau deliberated: by another person than the proposer, with the number of the minutes; drafts the notice."""
    with transaction.atomic():
        taken = take_step(
            decision,
            "deliberate",
            by=by,
            may=may_deliberate_decision,
            facts={"minutes": minutes_number},
            changes={"deliberated_by": by, "minutes_number": minutes_number},
        )
        if not Notice.objects.filter(decision=taken).exists():
            open_record(Notice(decision=taken, number=f"GS-{taken.number[3:]}", title=f"{taken.title}公示"), by=by)
    return taken


def publish_notice(notice: Notice, *, by: User) -> Notice:
    """Publish the list as it was deliberated: a snapshot, hashed; the day of publication is not counted."""
    policy = in_force(DecisionPolicy, scope=notice.decision.call.programme.code, year=notice.decision.call.year)
    items = _public_items(notice.decision)
    digest = hashlib.sha256(canonical({"items": items})).hexdigest()
    closes = add_working_days(clock.today(), policy.values.notice_days)
    return take_step(
        notice,
        "publish",
        by=by,
        may=may_publish_notice,
        facts={"sha256": digest, "closes_on": closes, "items": len(items)},
        changes={"items": items, "sha256": digest, "closes_on": closes},
        policies=(policy.version,),
    )


def _public_items(decision: Decision) -> list[dict[str, Any]]:
    """What the public sees of each item to be funded: number, title, institution, leader, amount."""
    funded = decision.items.filter(verdict=ItemVerdict.FUND).select_related(
        "application__institution", "application__principal_investigator"
    )
    return [
        plain(
            {
                "application": item.application.uuid,
                "number": item.application.number,
                "title": item.application.title,
                "institution": item.application.institution.name,
                "leader": item.application.principal_investigator.name,
                "amount": item.approved_amount,
            }
        )
        for item in funded
    ]


def close_notice(notice: Notice, *, by: User) -> Notice:
    return take_step(notice, "close", by=by, may=may_close_notice)


def issue_decision(decision: Decision, *, by: User, document_number: str) -> Decision:
    """Issue every item that nothing holds; the others can follow (issue_rest)."""
    with transaction.atomic():
        items = list(items_to_issue(lock(decision)))
        rejected = decision.items.filter(verdict=ItemVerdict.REJECT)
        free_set_aside(rejected.select_related("pool_entry__appropriation"))
        taken = take_step(
            decision,
            "issue",
            by=by,
            may=may_issue_decision,
            facts={"document": document_number, "items": [item.application.uuid for item in items]},
            changes={"document_number": document_number},
        )
        _tell_outcome(taken)
    return taken


def issue_rest(decision: Decision, *, by: User) -> Decision:
    """Issue items whose objections were answered in the meantime."""
    with transaction.atomic():
        items = list(items_to_issue(lock(decision)))
        return take_step(
            decision,
            "issue_rest",
            by=by,
            may=may_issue_decision,
            facts={"items": [item.application.uuid for item in items]},
        )


def mark_issued(decision: Decision, uuids: list[str], at: Any) -> None:
    """Written when the step is taken (receivers.py), so that permission and effect see the same items.

    What the pool's release committed for an item gives way to the approved amount on the decision's budget line.
    """
    issued = decision.items.filter(application__uuid__in=uuids, issued_at=None)
    for item in issued.select_related("pool_entry__appropriation"):
        if item.pool_entry is not None and item.pool_entry.appropriation is not None:
            give_back(item.pool_entry.appropriation, item.pool_entry.suggested_amount)
        commit_money(decision.appropriation, item.approved_amount)
    issued.update(issued_at=at)


def free_set_aside(items: Iterable[DecisionItem]) -> None:
    """What the pool's release set aside for items that will not be funded is free again; once an item."""
    for item in items:
        if item.pool_entry is not None and item.pool_entry.appropriation is not None:
            give_back(item.pool_entry.appropriation, item.pool_entry.suggested_amount)


def _tell_outcome(decision: Decision) -> None:
    """Who is not funded is told so in the words of the stage; who is funded hears it with the contract."""
    for item in decision.items.exclude(verdict=ItemVerdict.FUND).select_related("application"):
        users = User.objects.filter(person_id=item.application.principal_investigator_id)
        address = f"/records/applications/{item.application.uuid}/"
        notify(users, topic="decision", subject=_("Your application is not funded in this decision"), address=address)
        if item.verdict == ItemVerdict.REJECT:
            disengage(item.application)


def file_objection(notice: Notice, *, item: UUID, objector_name: str, objector_contact: str, grounds: str) -> Objection:
    """Anybody may object, by name and with facts, while the notice runs. Holds only the item concerned."""
    policy = in_force(DecisionPolicy, scope=notice.decision.call.programme.code, year=notice.decision.call.year)
    with transaction.atomic():
        locked = lock(notice)
        today = clock.today()
        if locked.state != NoticeState.PUBLISHED or (locked.closes_on and today > locked.closes_on):
            raise Refused(no("when", "objection-window-closed", closes=locked.closes_on))
        require(objection_is_handled(objector_name, objector_contact, grounds, least=policy.values.least_grounds))
        target = locked.decision.items.select_related("application").get(application__uuid=item)
        objection = open_record(
            Objection(
                notice=locked,
                item=target,
                thread=target.application.thread,
                number=f"YY-{locked.number[3:]}-{next_number(f'objection:{locked.number}'):03d}",
                objector_name=objector_name,
                objector_contact=objector_contact,
                grounds=grounds,
                due_on=add_working_days(today, policy.values.answer_days),
            ),
            by=None,
            policies=(policy.version,),
        )
        notify(
            holders_of(Role.INTEGRITY),
            topic="objection",
            subject=_("An objection was filed"),
            body=target.application.title,
            address=f"/records/objections/{objection.uuid}/",
        )
    return objection


def take_up_objection(objection: Objection, *, by: User) -> Objection:
    return take_step(objection, "take_up", by=by, may=handles_objections)


def decline_objection(objection: Objection, *, by: User, answer: str) -> Objection:
    return take_step(objection, "decline", by=by, may=handles_objections, reason=answer, changes={"answer": answer})


def uphold_objection(objection: Objection, *, by: User, answer: str) -> Objection:
    """The item is not funded; what was set aside for it is free again."""
    with transaction.atomic():
        taken = take_step(objection, "uphold", by=by, may=handles_objections, reason=answer, changes={"answer": answer})
        others = Objection.objects.filter(item=taken.item, state=ObjectionState.UPHELD).exclude(pk=taken.pk)
        if taken.item.verdict == ItemVerdict.FUND and taken.item.issued_at is None and not others.exists():
            free_set_aside([taken.item])
    return taken


def dismiss_objection(objection: Objection, *, by: User, answer: str) -> Objection:
    return take_step(objection, "dismiss", by=by, may=handles_objections, reason=answer, changes={"answer": answer})


def _list_of(decision: Decision) -> dict[str, Any]:
    rows = decision.items.values_list("application__number", "verdict", "approved_amount")
    return {"items": [list(row) for row in rows]}
