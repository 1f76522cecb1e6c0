"""Hand an application in: one transaction with number, snapshot, receipt, engagement, ledger and messages."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import officers_of
from core import clock
from core.ledger import canonical, plain
from core.notifications import notify
from core.numbering import next_number
from core.transitions import take_step
from projects.applications.models import Application, Snapshot
from projects.applications.permissions import (
    may_correct_application,
    may_submit_application,
    may_withdraw_application,
)


def submit_application(application: Application, *, by: User) -> Application:
    """Hand the application to its institution for endorsement."""
    with transaction.atomic():
        number = application.number or _number_for(application)
        taken = take_step(application, "submit", by=by, may=may_submit_application, changes={"number": number})
        snapshot = take_snapshot(taken, by=by)
        notify(
            officers_of(taken.institution),
            topic="application-submitted",
            subject=_("An application awaits your endorsement"),
            body=taken.title,
            address=f"/records/applications/{taken.uuid}/",
            key=snapshot.receipt_number,
        )
    return taken


def correct_application(application: Application, *, by: User) -> Application:
    """Send the corrected application back to the formal check, as a new snapshot."""
    with transaction.atomic():
        taken = take_step(application, "correct", by=by, may=may_correct_application)
        take_snapshot(taken, by=by)
    return taken


def withdraw_application(application: Application, *, by: User, reason: str) -> Application:
    """Take the application back; its engagements end (projects/screening/receivers.py)."""
    return take_step(application, "withdraw", by=by, may=may_withdraw_application, reason=reason)


def _number_for(application: Application) -> str:
    call = application.call
    return f"KH-{call.year}-{call.programme.code}-{next_number(f'application:{call.programme.code}:{call.year}'):04d}"


def content_of(application: Application) -> dict[str, Any]:
    """Everything the application says, as plain values: what is hashed, printed and contracted."""
    return {
        "number": application.number,
        "call": application.call.number,
        "direction": application.direction.code if application.direction else None,
        "title": application.title,
        "title_en": application.title_en,
        "discipline": application.discipline,
        "keywords": application.keywords,
        "institution": application.institution.name,
        "credit_code": application.institution.credit_code,
        "principal_investigator": application.principal_investigator.name,
        "starts_on": plain(application.starts_on),
        "ends_on": plain(application.ends_on),
        "sections": {s.key: s.content for s in application.sections.order_by("key")},
        "team": _rows(application.team, "name", "institution_name", "title", "task", "months"),
        "indicators": _rows(
            application.indicators, "category", "name", "comparison", "existing", "midterm", "target", "unit", "method"
        ),
        "year_plan": _rows(application.year_plans, "year", "content", "outcome"),
        "budget": _rows(application.budget, "source", "category", "amount", "note"),
        "attachments": [
            {"kind": a.kind, "name": a.name, "sha256": a.file.sha256, "size": a.file.size}
            for a in application.attachments.select_related("file")
        ],
    }


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return [plain(row) for row in rows.values(*names)]


def take_snapshot(application: Application, *, by: User) -> Snapshot:
    """Keep what is handed in, immutable and hashed, with a receipt number."""
    number = application.snapshots.count() + 1
    content = content_of(application)
    return Snapshot.objects.create(
        application=application,
        number=number,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        receipt_number=f"{application.number}-R{number}",
        taken_by=by,
        taken_at=application.state_since or clock.now(),
    )
