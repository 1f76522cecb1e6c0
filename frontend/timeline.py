"""The life of a proposal in plain sentences, from the ledger, for one audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.models import LedgerEntry
from core.records import Record, RecordKind, by_kind_name

HIDDEN_STEPS = {"set_item"}
MOST = 200


@dataclass(frozen=True)
class Moment:
    """One sentence of the timeline."""

    at: datetime
    what: str
    who: str
    reason: str
    imported: bool


def timeline_of(record: Record, user: Any) -> list[Moment]:
    """What happened to the thread of this record, oldest first, as far as this user may know. One query."""
    moments = []
    for entry in LedgerEntry.objects.filter(thread=record.thread).order_by("at", "id")[:MOST]:
        kind = by_kind_name(entry.kind)
        if kind is None or entry.step in HIDDEN_STEPS or not kind.timeline(user):
            continue
        if entry.step == "open" and entry.kind != record.kind:
            continue
        moments.append(
            Moment(entry.at, _sentence(entry, kind), entry.actor_name, entry.reason, entry.step == "bring_in")
        )
    return moments


def _sentence(entry: LedgerEntry, kind: RecordKind) -> str:
    if entry.step == "open":
        return _("%(kind)s opened") % {"kind": kind.label}
    if entry.step == "bring_in":
        return _("Brought in from an earlier list")
    try:
        step = kind.model.lifecycle.step(entry.step)
    except KeyError:
        return entry.step
    return str(step.done or step.label or step.name)
