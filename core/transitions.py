"""The only writer of ``state``: lock, ask again under the lock, check the from-state, write, append to the ledger, signal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from core import clock, ledger, signals
from core.lifecycle import Step
from core.records import Origin, Record
from core.verdict import YES, Verdict, no, require

R = TypeVar("R", bound=Record)
Permission = Callable[[Any, Any, datetime], Verdict]


def state_allows(record: Record, step_name: str) -> Verdict:
    """Refuses *when* the record is not in a state from which the step leads."""
    step = record.lifecycle.step(step_name)
    if record.state in step.sources:
        return YES
    return no("when", "wrong-state", state=record.state_label(), step=str(step.label or step.name))


def open_record(record: R, *, by: Any, facts: Mapping[str, Any] | None = None, policies: tuple[int, ...] = ()) -> R:
    """Insert a new record in its initial state and begin its chain in the ledger.

    The caller asks its own permission first. Runs in the caller's transaction, or in one of its own.
    """
    with transaction.atomic():
        at = clock.now()
        record.state = record.lifecycle.initial
        record.opened_at = record.state_since = at
        record.save(force_insert=True)
        ledger.append(
            record, step="open", by=by, role="", at=at, to_state=record.state, facts=facts or {}, policies=policies
        )
        signals.record_opened.send(sender=type(record), record=record, by=by, at=at)
    return record


def bring_in(record: R, *, by: Any, facts: Mapping[str, Any], state: str, opened_at: datetime | None = None) -> R:
    """Imported history: a record enters directly in ``state`` with ``origin=imported`` and says so in the ledger."""
    with transaction.atomic():
        at = clock.now()
        _imported(record, state, opened_at, at)
        record.save(force_insert=True)
        ledger.append(record, step="bring_in", by=by, role="import", at=at, to_state=state, facts=facts)
    return record


@dataclass(frozen=True)
class Brought:
    """One record of imported history, and how it enters."""

    record: Any
    state: str
    facts: Mapping[str, Any]
    opened_at: datetime | None = None


def bring_in_many(brought: Sequence[Brought], *, by: Any) -> int:
    """``bring_in`` for many new records of one model: the same rows, hashes and ledger entries, in few statements.

    They share one instant. All or nothing; returns how many entered.
    """
    if not brought:
        return 0
    model = type(brought[0].record)
    with transaction.atomic():
        at = clock.now()
        for each in brought:
            if type(each.record) is not model:
                raise ValueError(f"{each.record.kind} among records of {model.kind}")
            _imported(each.record, each.state, each.opened_at, at)
        model._default_manager.bulk_create([each.record for each in brought], batch_size=1_000)
        return ledger.begin_many(
            ((each.record, each.state, each.facts) for each in brought), step="bring_in", by=by, at=at, role="import"
        )


def _imported(record: Record, state: str, opened_at: datetime | None, at: datetime) -> None:
    if state not in record.lifecycle.states():
        raise ValueError(f"{record.kind} has no state {state!r}")
    record.state = state
    record.origin = Origin.IMPORTED
    record.opened_at = opened_at or at
    record.state_since = at


def take_step(
    record: R,
    step: str,
    *,
    by: Any,
    may: Permission,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    policies: tuple[int, ...] = (),
) -> R:
    """Move ``record`` along one arrow of its lifecycle and return it fresh from under the lock.

    ``by`` is the acting user, or None for the system (a job). ``facts`` go into the ledger entry, ``changes`` are other
    columns of the record written in the same UPDATE, ``policies`` the ids of the policy versions that decided.
    Raises Refused (nothing written) when the permission or the from-state says no.
    """
    arrow = record.lifecycle.step(step)
    with transaction.atomic():
        locked = lock(record)
        at = clock.now()
        require(state_allows(locked, step))
        require(may(by, locked, at))
        before = locked.state
        _write(locked, arrow, at, dict(changes or {}))
        ledger.append(
            locked,
            step=step,
            by=by,
            role=arrow.by,
            at=at,
            from_state=before,
            to_state=arrow.target,
            reason=reason,
            facts=facts or {},
            policies=policies,
        )
        signals.step_taken.send(sender=type(locked), record=locked, step=arrow, by=by, at=at, facts=dict(facts or {}))
    return locked


def lock(record: R) -> R:
    """The same record, read again and locked until the transaction ends. Parents before children, ids ascending."""
    manager = type(record)._default_manager
    locked: R = manager.select_for_update(of=("self",)).get(pk=record.pk)
    return locked


def _write(record: Record, arrow: Step, at: datetime, changes: dict[str, Any]) -> None:
    changes |= {"state": arrow.target, "state_since": at}
    if arrow.stamp:
        changes[arrow.stamp] = at
    for name, value in changes.items():
        setattr(record, name, value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{record.uuid}:{arrow.name}"])
    record.save(update_fields=list(changes))
