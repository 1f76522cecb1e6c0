"""Verbs of the reserve pool."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import clock
from core.calendar import add_months
from core.numbering import next_number
from core.policy import InForce, in_force
from core.reasons import words_of
from core.transitions import open_record, take_step
from core.verdict import no, require
from projects.applications.models import Application
from projects.calls.models import Programme
from projects.pool.models import Appropriation, PoolEntry
from projects.pool.permissions import keeps_pool, may_enter_appropriation, may_release_entry, may_renew_entry
from projects.pool.policy import PoolPolicy
from projects.pool.rules import budget_suffices, rank_key
from projects.pool.states import ExitCode
from projects.screening.services import limits_now


def policy_of(application: Application) -> InForce[PoolPolicy]:
    return in_force(PoolPolicy, scope=application.call.programme.code, year=application.call.year)


def enter_appropriation(*, by: User, programme: Programme, number: str, year: int, amount: Decimal) -> Appropriation:
    """Enter a budget line of the finance bureau. Amount in yuan. Refuses a number that is there already."""
    require(may_enter_appropriation(by, clock.now()))
    with transaction.atomic():
        line, is_new = Appropriation.objects.get_or_create(
            number=number,
            defaults={
                "programme": programme,
                "year": year,
                "amount": amount,
                "entered_by": by,
                "entered_at": clock.now(),
            },
        )
        if not is_new:
            require(no("what", "budget-line-known", number=number))
    return line


def enter_pool(
    application: Application, *, by: Any, score: Decimal | None = None, amount: Decimal | None = None
) -> PoolEntry:
    """Propose an application for the pool. Entry is no promise of funding. Amount in yuan."""
    call = application.call
    with transaction.atomic():
        number = f"CB-{call.year}-{call.programme.code}-{next_number(f'pool:{call.programme.code}:{call.year}'):04d}"
        return open_record(
            PoolEntry(
                application=application,
                thread=application.thread,
                number=number,
                score=score,
                planned_year=call.year,
                suggested_amount=amount if amount is not None else application.granted_requested,
            ),
            by=by,
        )


def admit_entry(entry: PoolEntry, *, by: User, maturity: str, policy_fit: Decimal, readiness: Decimal) -> PoolEntry:
    """Admit to the pool with the scored policy fit and readiness (0 to 100)."""
    policy = policy_of(entry.application)
    return take_step(
        entry,
        "admit",
        by=by,
        may=keeps_pool,
        facts={"maturity": maturity, "policy_fit": policy_fit, "readiness": readiness},
        changes={
            "maturity": maturity,
            "policy_fit": policy_fit,
            "readiness": readiness,
            "rank_key": key_of(entry.score, policy_fit, readiness, policy.values),
            "valid_until": add_months(clock.today(), policy.values.shelf_life_months),
            "admitted_by": by,
        },
        policies=(policy.version,),
    )


def key_of(
    score: Decimal | None, policy_fit: Decimal | None, readiness: Decimal | None, policy: PoolPolicy
) -> Decimal | None:
    return rank_key(
        [
            (score, policy.weight_expert),
            (policy_fit, policy.weight_policy_fit),
            (readiness, policy.weight_readiness),
        ]
    )


def refuse_admission(entry: PoolEntry, *, by: User, reason: str) -> PoolEntry:
    return take_step(
        entry, "refuse_admission", by=by, may=keeps_pool, reason=reason, changes={"exit_code": ExitCode.NOT_ADMITTED}
    )


def hold_entry(entry: PoolEntry, *, by: User, reason: str) -> PoolEntry:
    return take_step(entry, "hold", by=by, may=keeps_pool, reason=reason)


def resume_entry(entry: PoolEntry, *, by: User) -> PoolEntry:
    return take_step(entry, "resume", by=by, may=keeps_pool)


def renew_entry(entry: PoolEntry, *, by: User) -> PoolEntry:
    """Prolong the shelf life by the renewal's months."""
    policy = policy_of(entry.application)
    until = add_months(entry.valid_until or clock.today(), policy.values.renewal_months)
    changes = {"valid_until": until, "renewals": entry.renewals + 1}
    return take_step(
        entry,
        "renew",
        by=by,
        may=may_renew_entry,
        facts={"valid_until": until},
        changes=changes,
        policies=(policy.version,),
    )


def release_entry(entry: PoolEntry, *, by: User, appropriation: Appropriation) -> PoolEntry:
    """Release against a budget line: the line is locked, its rest checked, limits and standing run again."""
    with transaction.atomic():
        line = Appropriation.objects.select_for_update().get(pk=appropriation.pk)
        if line.programme_id != entry.application.call.programme_id:
            require(no("what", "budget-of-another-programme"))
        require(budget_suffices(line.amount, line.committed, entry.suggested_amount))
        refusals = limits_now(entry.application)
        if refusals:
            require(no("what", "limits-at-release", words="；".join(words_of(each) for each in refusals)))
        taken = take_step(
            entry,
            "release",
            by=by,
            may=may_release_entry,
            facts={"appropriation": line.number, "amount": entry.suggested_amount},
            changes={"appropriation": line},
        )
        Appropriation.objects.filter(pk=line.pk).update(committed=F("committed") + entry.suggested_amount)
    return taken


def commit_money(line: Appropriation, amount: Decimal) -> None:
    """Commit yuan on a budget line, under its lock. Raises Refused when too little is left."""
    with transaction.atomic():
        locked = Appropriation.objects.select_for_update().get(pk=line.pk)
        require(budget_suffices(locked.amount, locked.committed, amount))
        Appropriation.objects.filter(pk=locked.pk).update(committed=F("committed") + amount)


def give_back(line: Appropriation, amount: Decimal) -> None:
    """What was committed in yuan is free again: approved below the release, lapsed, ended before it was paid."""
    with transaction.atomic():
        locked = Appropriation.objects.select_for_update().get(pk=line.pk)
        Appropriation.objects.filter(pk=locked.pk).update(committed=F("committed") - min(amount, locked.committed))


def exit_entry(entry: PoolEntry, *, by: User, exit_code: str, reason: str) -> PoolEntry:
    """Remove from the pool, with a code and a reason."""
    return take_step(
        entry, "exit", by=by, may=keeps_pool, reason=reason, facts={"code": exit_code}, changes={"exit_code": exit_code}
    )
