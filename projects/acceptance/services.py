"""Verbs of acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import holders_of, officers_of
from accounts.roles import Role
from core import clock
from core.calendar import add_months
from core.notifications import notify
from core.numbering import next_number
from core.policy import in_force
from core.transitions import lock, open_record, take_step
from core.verdict import require
from projects.acceptance.models import Acceptance, Achievement, FinalValue
from projects.acceptance.permissions import (
    may_conclude_acceptance,
    may_endorse_acceptance,
    may_open_acceptance,
    may_order_rectification,
    may_resubmit_acceptance,
    may_review_acceptance,
    may_send_back_acceptance,
    may_submit_acceptance,
    may_write_acceptance,
    policy_of,
)
from projects.acceptance.queries import indicators_of, reached_of
from projects.acceptance.rules import conclusion_is_founded, days_late, other_conclusion_explained
from projects.acceptance.states import AcceptanceState, Conclusion
from projects.acceptance.tables import Brought, Value
from projects.contracts.models import Project
from projects.contracts.policy import ContractPolicy
from projects.contracts.services import begin_acceptance, end_acceptance, leave_acceptance, tell_project


def open_acceptance(project: Project, *, by: User) -> Acceptance:
    """Begin the acceptance of a running project; due some months after its end (policy of the contract)."""
    policy = in_force(ContractPolicy, scope=project.programme.code, year=project.year)
    with transaction.atomic():
        locked = lock(project)
        require(may_open_acceptance(by, locked, clock.now()))
        ends = locked.ends_on or clock.today()
        return open_record(
            Acceptance(
                project=locked,
                thread=locked.thread,
                number=f"YS-{locked.number}",
                due_on=add_months(ends, policy.values.acceptance_months),
            ),
            by=by,
            policies=(policy.version,),
        )


def write_acceptance(
    acceptance: Acceptance, *, by: User, summary: str, values: Sequence[Value], achievements: Sequence[Brought]
) -> Acceptance:
    """Write the summary, the final values and the achievements, as they all are now; drafts may have gaps."""
    with transaction.atomic():
        locked = lock(acceptance)
        require(may_write_acceptance(by, locked, clock.now()))
        locked.summary = summary
        locked.save(update_fields=["summary"])
        indicators = dict(enumerate(indicators_of(locked), 1))
        locked.values.all().delete()
        FinalValue.objects.bulk_create(
            FinalValue(acceptance=locked, indicator=indicators[each.place], actual=each.actual, evidence=each.evidence)
            for each in values
            if each.actual is not None
        )
        locked.project.achievements.all().delete()
        Achievement.objects.bulk_create(
            Achievement(
                project=locked.project, kind=each.kind, title=each.title, reference=each.reference, made_on=each.made_on
            )
            for each in achievements
        )
    return locked


def submit_acceptance(acceptance: Acceptance, *, by: User) -> Acceptance:
    """Hand it to the institution; the ledger says how late it is."""
    with transaction.atomic():
        facts = {"late_days": days_late(acceptance.due_on, clock.today()), **_met(acceptance)}
        taken = take_step(acceptance, "submit", by=by, may=may_submit_acceptance, facts=facts)
        notify(
            officers_of(taken.project.institution),
            topic="acceptance",
            subject=_("An acceptance awaits your endorsement"),
            body=taken.project.title,
            address=f"/records/acceptances/{taken.uuid}/",
            key=f"acceptance:{taken.uuid}:{taken.state_since}",
        )
    return taken


def endorse_acceptance(acceptance: Acceptance, *, by: User) -> Acceptance:
    """The institution vouches for it; the project enters acceptance."""
    with transaction.atomic():
        taken = take_step(acceptance, "endorse", by=by, may=may_endorse_acceptance)
        begin_acceptance(taken.project, facts={"acceptance": taken.number})
    return taken


def send_back_acceptance(acceptance: Acceptance, *, by: User, reason: str) -> Acceptance:
    """Return it to the leader; the project runs on where it had entered acceptance."""
    with transaction.atomic():
        was_under_review = lock(acceptance).state == AcceptanceState.UNDER_REVIEW
        taken = take_step(acceptance, "send_back", by=by, may=may_send_back_acceptance, reason=reason)
        if was_under_review:
            leave_acceptance(taken.project, reason=reason)
        _tell(taken, _("Your acceptance was returned"), reason)
    return taken


def order_rectification(acceptance: Acceptance, *, by: User, reason: str) -> Acceptance:
    """Once only: rectify within some months of the notice (policy)."""
    policy = policy_of(acceptance.project)
    due = add_months(clock.today(), policy.values.rectify_months)
    with transaction.atomic():
        taken = take_step(
            acceptance,
            "order_rectification",
            by=by,
            may=may_order_rectification,
            reason=reason,
            facts={"rectify_by": due},
            changes={"rectify_by": due, "rectifications": lock(acceptance).rectifications + 1},
            policies=(policy.version,),
        )
        _tell(taken, format_lazy(_("Rectify by {due}, then the acceptance goes on"), due=due), reason, sms=True)
    return taken


def resubmit_acceptance(acceptance: Acceptance, *, by: User) -> Acceptance:
    """Send the rectification; late or not, the ledger says it."""
    late = days_late(acceptance.rectify_by, clock.today()) if acceptance.rectify_by else 0
    facts = {"late_days": late, **_met(acceptance)}
    return take_step(acceptance, "resubmit", by=by, may=may_resubmit_acceptance, facts=facts)


def review_acceptance(acceptance: Acceptance, *, by: User, score: Decimal, suggested: str, opinion: str) -> Acceptance:
    """Record the experts' opinion: score 0 to 100, suggested conclusion. Too few indicators met cannot pass."""
    policy = policy_of(acceptance.project)
    with transaction.atomic():
        require(may_review_acceptance(by, acceptance, clock.now()))
        require(conclusion_is_founded(suggested, reached_of(acceptance), policy.values.least_share))
        taken = take_step(
            acceptance,
            "review",
            by=by,
            may=may_review_acceptance,
            facts={"score": score, "suggested": suggested, **_met(acceptance)},
            changes={"score": score, "suggested": suggested, "opinion": opinion, "reviewed_by": by},
            policies=(policy.version,),
        )
        notify(
            holders_of(Role.LEADER),
            topic="acceptance",
            subject=_("An acceptance awaits its conclusion"),
            body=taken.project.title,
            address=f"/records/acceptances/{taken.uuid}/",
            key=f"acceptance:{taken.uuid}:{taken.state_since}",
        )
    return taken


def conclude_acceptance(acceptance: Acceptance, *, by: User, conclusion: str, reason: str = "") -> Acceptance:
    """Give the conclusion; the project ends with it. A certificate is numbered when it passes."""
    policy = policy_of(acceptance.project)
    with transaction.atomic():
        require(may_conclude_acceptance(by, acceptance, clock.now()))
        require(conclusion_is_founded(conclusion, reached_of(acceptance), policy.values.least_share))
        require(other_conclusion_explained(conclusion, acceptance.suggested, reason))
        certificate = _certificate() if conclusion == Conclusion.PASS else ""
        taken = take_step(
            acceptance,
            "conclude",
            by=by,
            may=may_conclude_acceptance,
            reason=reason,
            facts={"conclusion": conclusion, "certificate": certificate},
            changes={"conclusion": conclusion, "concluded_by": by, "certificate_number": certificate},
            policies=(policy.version,),
        )
        end_acceptance(taken.project, conclusion, certificate_number=certificate)
        subject = format_lazy(_("Conclusion of the acceptance: {word}"), word=taken.get_conclusion_display())
        _tell(taken, subject, reason, sms=True)
    return taken


def _certificate() -> str:
    year = clock.today().year
    return f"YSZS-{year}-{next_number(f'certificate:{year}'):04d}"


def _met(acceptance: Acceptance) -> dict[str, int]:
    reached = reached_of(acceptance)
    return {"indicators": len(reached), "met": sum(each.is_met for each in reached)}


def _tell(acceptance: Acceptance, subject: object, body: str, *, sms: bool = False) -> None:
    address = f"/records/acceptances/{acceptance.uuid}/"
    key = f"{address}:{acceptance.state_since}"
    tell_project(acceptance.project, subject, body=body, address=address, key=key, sms=sms)
