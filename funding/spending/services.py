"""Verbs of spending: entered by one, verified by another, corrected only by reversal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.ledger import plain
from core.transitions import lock, open_record, take_step
from core.verdict import no, require
from funding.spending.models import Expenditure
from funding.spending.permissions import keeps_books, may_enter, may_verify
from funding.spending.queries import LIVE, frame_of, live_vouchers, same_invoice, voucher_of
from funding.spending.rules import flags_of, spent_by
from funding.tranches.services import post_entry
from funding.tranches.states import Account
from projects.applications.states import Source
from projects.contracts.models import Project

ACCOUNTS = {
    Source.GRANTED: (Account.PROJECT_CASH, Account.PROJECT_SPENT),
    Source.SELF_RAISED: (Account.OWN_MONEY, Account.OWN_SPENT),
}


def enter_expenditure(
    *,
    by: User,
    project: Project,
    source: str,
    category: str,
    amount: Decimal,
    spent_on: date,
    voucher: str,
    payee: str,
    purpose: str,
    invoice: str = "",
) -> Expenditure:
    """Enter a voucher of a running project; the machine's flags are kept with it. Nothing is posted yet. Yuan."""
    with transaction.atomic():
        locked = lock(project)
        at = clock.now()
        require(may_enter(by, locked, at))
        require(spent_by(spent_on, clock.local_day(at)))
        if Expenditure.objects.filter(project=locked, voucher=voucher, state__in=LIVE).exists():
            require(no("what", "voucher-used", voucher=voucher))
        expenditure = Expenditure(
            project=locked,
            thread=locked.thread,
            source=source,
            category=category,
            amount=amount,
            spent_on=spent_on,
            voucher=voucher,
            payee=payee,
            invoice=invoice,
            purpose=purpose,
            entered_by=by,
        )
        expenditure.flags = flags_now(expenditure)
        facts = {"voucher": voucher, "amount": amount, "flags": [each["code"] for each in expenditure.flags]}
        return open_record(expenditure, by=by, facts=facts)


def flags_now(expenditure: Expenditure) -> list[dict[str, Any]]:
    """What the machine notices about a voucher as things stand, ready to be kept."""
    project = expenditure.project
    found = flags_of(
        voucher_of(expenditure),
        live_vouchers(project, other_than=expenditure.pk),
        same_invoice(expenditure.invoice, other_than=expenditure.pk),
        frame_of(project),
    )
    return [{"code": flag.code, "facts": plain(dict(flag.facts))} for flag in found]


def verify_expenditure(expenditure: Expenditure, *, by: User) -> Expenditure:
    """Somebody else verified the paper: it is posted from what arrived (or from the own money) to what is spent."""
    with transaction.atomic():
        project = lock(expenditure.project)
        taken = take_step(
            expenditure,
            "verify",
            by=by,
            may=may_verify,
            facts={"amount": expenditure.amount, "voucher": expenditure.voucher},
            changes={"verified_by": by, "flags": flags_now(expenditure)},
        )
        _post(project, taken, taken.amount, "支出")
    return taken


def reject_expenditure(expenditure: Expenditure, *, by: User, reason: str) -> Expenditure:
    """The voucher is not accepted; its number may be used again."""
    return take_step(expenditure, "reject", by=by, may=keeps_books, reason=reason)


def reverse_expenditure(expenditure: Expenditure, *, by: User, reason: str) -> Expenditure:
    """Take a verified voucher back by an entry the other way round; the first one stays as it was."""
    with transaction.atomic():
        project = lock(expenditure.project)
        taken = take_step(
            expenditure, "reverse", by=by, may=keeps_books, reason=reason, facts={"amount": expenditure.amount}
        )
        _post(project, taken, -taken.amount, "冲销")
    return taken


def _post(project: Project, expenditure: Expenditure, amount: Decimal, word: str) -> None:
    pot, spent = ACCOUNTS[Source(expenditure.source)]
    post_entry(project, {pot: -amount, spent: amount}, what=f"{word} {expenditure.voucher}", document=expenditure.uuid)
