"""The life of a proposal in plain sentences, from the ledger, for one audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.ledger import actor_of
from core.models import LedgerEntry
from core.records import Record, RecordKind, by_kind_name, kinds

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
    mine, moments = actor_of(user)[0], []
    hidden = [each.kind for each in kinds().values() if not each.timeline(user)]
    entries = LedgerEntry.objects.filter(thread=record.thread).exclude(Q(kind__in=hidden) & ~Q(record=record.uuid))
    for entry in entries.order_by("at", "id")[:MOST]:
        kind = by_kind_name(entry.kind)
        if kind is None or entry.step in HIDDEN_STEPS:
            continue
        if entry.step == "open" and entry.record != record.uuid:
            continue
        who = entry.actor_name if kind.names(user) or entry.actor == mine else ""
        moments.append(Moment(entry.at, _sentence(entry, kind), who, entry.reason, entry.step == "bring_in"))
    return moments


def _sentence(entry: LedgerEntry, kind: RecordKind) -> str:
    if entry.step == "open":
        return _("%(kind)s opened") % {"kind": kind.label}
    if entry.step == "bring_in":
        return _("Brought in from an earlier list")
    try:
        step = kind.model.lifecycle.step(entry.step)
    except KeyError:
        return str(kind.edits[entry.step].label) if entry.step in kind.edits else entry.step
    return str(step.done or step.label or step.name)
