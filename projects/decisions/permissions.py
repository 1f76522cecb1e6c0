"""Who proposes, deliberates, publishes, issues; who handles objections."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.permissions import another_than, has_role
from accounts.roles import Role
from core.clock import local_day
from core.verdict import YES, Verdict, first_no, no
from projects.calls.permissions import manages_programme
from projects.decisions.models import Decision, Notice, Objection
from projects.decisions.queries import items_to_issue
from projects.decisions.rules import amounts_are_right, notice_has_ended
from projects.decisions.states import DecisionState, ItemVerdict, NoticeState, ObjectionState


def may_propose_decision(user: Any, decision: Decision, at: datetime) -> Verdict:
    return first_no(manages_programme(user, decision.call.programme), lambda: list_is_right(decision))


def may_set_items(user: Any, decision: Decision, at: datetime) -> Verdict:
    return first_no(
        manages_programme(user, decision.call.programme),
        YES if decision.state == DecisionState.DRAFT else no("when", "decision-not-draft"),
    )


def list_is_right(decision: Decision) -> Verdict:
    funded = decision.items.filter(verdict=ItemVerdict.FUND).select_related("application")
    rows = [(item.application.title, item.suggested_amount, item.approved_amount) for item in funded]
    return amounts_are_right(rows, money_free_for(decision))


def money_free_for(decision: Decision) -> Decimal:
    """Yuan left on the budget line, with what the pool's release set aside there for these very items."""
    line = decision.appropriation
    lost = decision.items.filter(objections__state=ObjectionState.UPHELD)
    own = decision.items.filter(pool_entry__appropriation=line, issued_at=None).exclude(pk__in=lost)
    set_aside: Decimal = own.aggregate(sum=Sum("pool_entry__suggested_amount"))["sum"] or Decimal(0)
    return line.amount - line.committed + set_aside


def may_send_back_decision(user: Any, decision: Decision, at: datetime) -> Verdict:
    return has_role(user, Role.LEADER)


def may_deliberate_decision(user: Any, decision: Decision, at: datetime) -> Verdict:
    return first_no(has_role(user, Role.LEADER), another_than(user, decision.proposed_by_id))


def may_issue_decision(user: Any, decision: Decision, at: datetime) -> Verdict:
    """After the public notice has ended, for what nothing holds."""
    notice = Notice.objects.filter(decision=decision).first()
    return first_no(
        has_role(user, Role.LEADER),
        YES if notice and notice.state == NoticeState.CLOSED else no("when", "notice-not-closed"),
        lambda: YES if items_to_issue(decision).exists() else no("what", "nothing-to-issue"),
    )


def may_publish_notice(user: Any, notice: Notice, at: datetime) -> Verdict:
    return first_no(
        manages_programme(user, notice.decision.call.programme),
        YES if notice.decision.state == DecisionState.DELIBERATED else no("when", "decision-not-deliberated"),
    )


def may_close_notice(user: Any, notice: Notice, at: datetime) -> Verdict:
    return first_no(
        manages_programme(user, notice.decision.call.programme), notice_has_ended(notice.closes_on, local_day(at))
    )


def handles_objections(user: Any, objection: Objection, at: datetime) -> Verdict:
    return has_role(user, Role.INTEGRITY)
