"""The tranche as the floors above see it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Standing
from accounts.permissions import is_staff
from core.clock import local_day
from core.forms import ReasonForm
from core.policy import in_force
from core.records import Fact, Presentation, RecordKind, Related, StepAction, Table
from funding.tranches.forms import PayForm
from funding.tranches.models import Tranche
from funding.tranches.permissions import (
    by_system,
    manages_tranche,
    may_approve_tranche,
    may_confirm_receipt,
    may_pay_tranche,
)
from funding.tranches.policy import PaymentPolicy
from funding.tranches.queries import postings_of, visible_tranches
from funding.tranches.rules import days_between
from funding.tranches.services import (
    approve_tranche,
    confirm_receipt,
    pay_tranche,
    release_tranche,
    withhold_tranche,
)
from funding.tranches.states import TrancheState

POSTING_COLUMNS = [
    ("at", pgettext_lazy("posting", "At"), "instant"),
    ("account", pgettext_lazy("posting", "Account"), "text"),
    ("amount", _("Amount (yuan)"), "money"),
    ("what", pgettext_lazy("posting", "Text"), "text"),
]


def due_of(tranche: Tranche, policy: PaymentPolicy) -> date | None:
    """The last day of the step that is next."""
    since, days = {
        TrancheState.DUE: (tranche.due_at, policy.approve_days),
        TrancheState.APPROVED: (tranche.approved_at, policy.pay_days),
        TrancheState.PAID: (tranche.paid_at, policy.confirm_days),
    }.get(TrancheState(tranche.state), (None, 0))
    return local_day(since) + timedelta(days=days) if since else None


def number_of(tranche: Tranche) -> str:
    return f"{tranche.project.number}-{tranche.number}"


def row_of_tranche(tranche: Tranche, user: Any) -> Presentation:
    return Presentation(
        tranche.project.title,
        number_of(tranche),
        f"{tranche.project.institution.name} · {tranche.amount:,.2f} · {tranche.get_condition_display()}",
    )


def present_tranche(tranche: Tranche, user: Any) -> Presentation:
    project, shown = tranche.project, row_of_tranche(tranche, user)
    item = project.decision_item
    policy = in_force(PaymentPolicy, scope=project.programme.code, year=project.year).values
    facts = [
        Fact("number", _("Tranche"), tranche.number, "number"),
        Fact("percent", _("Share of the grant"), tranche.percent, "number", "%"),
        Fact("amount", _("Amount (yuan)"), tranche.amount, "money"),
        Fact("condition", _("Condition"), tranche.get_condition_display()),
        Fact("due_at", _("Fell due at"), tranche.due_at, "instant"),
        Fact("approved_by", _("Approved by"), tranche.approved_by.display_name() if tranche.approved_by else "", "person"),
        Fact("approved_at", _("Approved at"), tranche.approved_at, "instant"),
        Fact("paid_by", _("Paid by"), tranche.paid_by.display_name() if tranche.paid_by else "", "person"),
        Fact("paid_at", _("Paid at"), tranche.paid_at, "instant"),
        Fact("voucher", _("Voucher number"), tranche.voucher),
        Fact("appropriation_number", _("Appropriation number (指标文号)"), tranche.appropriation_number),
        Fact("received_at", _("Received at"), tranche.received_at, "instant"),
        Fact("days_from_approval", _("Days from the approval to the payment"), days_between(tranche.approved_at, tranche.paid_at), "number"),
        Fact("days_from_decision", _("Days from the decision to the payment"), days_between(item.issued_at if item else None, tranche.paid_at), "number"),
    ]  # fmt: skip
    if is_staff(user):
        facts.append(Fact("credit", _("Credit band of the institution and the leader"), _bands(tranche)))
    rows = [
        {"at": each.at, "account": each.get_account_display(), "amount": each.amount, "what": each.what}
        for each in postings_of(tranche)
    ]
    return Presentation(
        title=shown.title,
        number=shown.number,
        subtitle=shown.subtitle,
        facts=facts,
        tables=[Table("postings", _("Postings"), POSTING_COLUMNS, rows, "money", _("Nothing is posted yet."))],
        related=[Related("projects", project.uuid, project.title, project.state_label())],
        due_at=due_of(tranche, policy),
        next_hint=_("Approved by one, paid by another.") if tranche.state in {"due", "approved"} else "",
    )


def _bands(tranche: Tranche) -> str:
    """Two letters; who was never scored stands at A."""
    project = tranche.project
    unit = Standing.objects.filter(institution_id=project.institution_id).first()
    leader = Standing.objects.filter(person_id=project.principal_investigator_id).first()
    return f"{unit.band if unit else 'A'} / {leader.band if leader else 'A'}"


def nobody_lets_fall_due(tranche: Tranche, *, by: Any) -> Tranche:
    """Only the system takes this step; the permission refuses everybody."""
    from core.transitions import take_step

    return take_step(tranche, "fall_due", by=by, may=by_system)


def pay_initial(tranche: Tranche) -> dict[str, Any]:
    item = tranche.project.decision_item
    return {"appropriation_number": item.decision.appropriation.number} if item else {}


STEPS = {
    "fall_due": StepAction(by_system, nobody_lets_fall_due),
    "approve": StepAction(may_approve_tranche, approve_tranche, None, _("The payment goes to the finance officer.")),
    "pay": StepAction(
        may_pay_tranche,
        pay_tranche,
        PayForm,
        _("The amount is posted from the treasury to the institution; a posting is never changed afterwards."),
        initial=pay_initial,
    ),
    "confirm_receipt": StepAction(
        may_confirm_receipt, confirm_receipt, None, _("You confirm that the full amount stands on the account.")
    ),
    "withhold": StepAction(
        manages_tranche, withhold_tranche, ReasonForm, _("Nothing is paid until you release it."), danger=True
    ),
    "release": StepAction(manages_tranche, release_tranche, ReasonForm, _("The payment needs a new approval.")),
}
KINDS = [
    RecordKind(
        collection="tranches",
        model=Tranche,
        label=_("Payment"),
        label_plural=_("Payments"),
        visible=visible_tranches,
        present=present_tranche,
        steps=STEPS,
        icon="coin",
        row=row_of_tranche,
        search=("project__title__icontains", "project__number__icontains", "voucher__icontains"),
    )
]
