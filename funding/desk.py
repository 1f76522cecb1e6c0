"""What waits for whom about money, credit and performance: derived from states, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.queries import institutions_of, roles_of
from accounts.roles import Role
from core.clock import local_day
from core.contributions import Waiting, Watching
from core.policy import in_force
from funding.credit.permissions import answer_until
from funding.credit.queries import visible_credit_events
from funding.credit.records import row_of_event
from funding.performance.policy import PerformancePolicy
from funding.performance.queries import visible_evaluations
from funding.performance.records import due_of as due_of_evaluation
from funding.performance.records import row_of_evaluation
from funding.spending.queries import visible_expenditures
from funding.tranches.policy import PaymentPolicy
from funding.tranches.queries import visible_tranches
from funding.tranches.records import due_of as due_of_tranche
from funding.tranches.records import row_of_tranche
from projects.calls.queries import programmes_of

MOST = 50


def waiting(user: Any, at: datetime) -> list[Waiting]:
    """At most fifty lines per task; a fixed number of queries for the roles that the user holds."""
    held = set(roles_of(user))
    found: list[Waiting] = []
    if Role.FINANCE in held:
        found += _tranches(visible_tranches(user).filter(state="approved"), Role.FINANCE, _("Pay the tranche"), at)
    if Role.OFFICER in held:
        found += _officer(user, at)
    found += _bookkeeper(user, held, at)
    if Role.APPLICANT in held and user.person_id:
        rows = visible_evaluations(user).filter(state="draft", project__principal_investigator_id=user.person_id)
        found += _evaluations(rows, Role.APPLICANT, _("Send the self-evaluation"), at)
    if Role.INTEGRITY in held:
        found += _integrity(user)
    return found


def _officer(user: Any, at: datetime) -> list[Waiting]:
    managed = programmes_of(user)
    due = visible_tranches(user).filter(state="due", project__programme__in=managed)
    sent = visible_evaluations(user).filter(state="self_evaluated", project__programme__in=managed)
    return [
        *_tranches(due, Role.OFFICER, _("Approve the payment"), at),
        *_evaluations(sent, Role.OFFICER, _("Evaluate the performance"), at),
    ]


def _bookkeeper(user: Any, held: set[str], at: datetime) -> list[Waiting]:
    """Officers and finance officers of an institution: its receipts and vouchers, but not those entered by themselves
    nor those of projects they lead."""
    units = institutions_of(user, MembershipRole.FINANCE, MembershipRole.OFFICER)
    if not units:
        return []
    role = Role.INSTITUTION if Role.INSTITUTION in held else Role.APPLICANT
    paid = visible_tranches(user).filter(state="paid", project__institution_id__in=units)
    entered = (
        visible_expenditures(user)
        .filter(state="entered", project__institution_id__in=units)
        .exclude(entered_by=user)
        .exclude(project__principal_investigator_id=user.person_id)
    )
    return [
        *_tranches(paid, role, _("Confirm the receipt"), at),
        *(
            Waiting(
                role,
                _("Verify the expenditure"),
                each.purpose,
                each.voucher,
                "expenditures",
                each.uuid,
                each.state_label(),
                detail=f"{each.project.title} · {each.amount:,.2f}",
                topic="money",
            )
            for each in entered.order_by("pk")[:MOST]
        ),
    ]


def _integrity(user: Any) -> list[Waiting]:
    tasks = {"recorded": _("Put the credit event in force"), "appealed": _("Answer the appeal")}
    found = []
    for each in visible_credit_events(user).filter(state__in=list(tasks)).order_by("state_since")[:MOST]:
        shown = row_of_event(each, user)
        found.append(
            Waiting(
                Role.INTEGRITY,
                tasks[each.state],
                shown.title,
                shown.number,
                "credit",
                each.uuid,
                each.state_label(),
                answer_until(each) if each.state == "appealed" else None,
                shown.subtitle,
                topic="credit",
            )
        )
    return found


def _tranches(rows: Any, role: str, task: Any, at: datetime) -> Iterable[Waiting]:
    policy = in_force(PaymentPolicy, on=local_day(at)).values
    for each in rows.order_by("state_since")[:MOST]:
        shown, due = row_of_tranche(each, None), due_of_tranche(each, policy)
        yield Waiting(
            role, task, shown.title, shown.number, "tranches", each.uuid, each.state_label(), due, shown.subtitle,
            topic="money",
        )  # fmt: skip


def _evaluations(rows: Any, role: str, task: Any, at: datetime) -> Iterable[Waiting]:
    policy = in_force(PerformancePolicy, on=local_day(at)).values
    days = policy.self_days if role == Role.APPLICANT else policy.score_days
    for each in rows.order_by("state_since")[:MOST]:
        shown = row_of_evaluation(each, None)
        yield Waiting(
            role, task, shown.title, shown.number, "performance", each.uuid, each.state_label(),
            due_of_evaluation(each, days), shown.subtitle, topic="process",
        )  # fmt: skip


def watching(user: Any, at: datetime) -> list[Watching]:
    """Payments on their way to the projects that one leads."""
    if not getattr(user, "person_id", None) or Role.APPLICANT not in roles_of(user):
        return []
    policy = in_force(PaymentPolicy, on=local_day(at)).values
    rows = visible_tranches(user).filter(
        project__principal_investigator_id=user.person_id, state__in=["due", "approved", "paid"]
    )
    return [
        Watching(
            Role.APPLICANT,
            each.project.title,
            f"{each.state_label()} · {each.amount:,.2f}",
            f"/records/tranches/{each.uuid}/",
            due_of_tranche(each, policy),
        )
        for each in rows.order_by("state_since")[:10]
    ]
