"""The pool entry as the floors above see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_staff
from core.forms import ReasonForm
from core.records import Fact, Presentation, RecordKind, Related, StepAction
from projects.pool.forms import AdmitForm, ExitForm, ReleaseForm
from projects.pool.models import PoolEntry
from projects.pool.permissions import keeps_pool, may_release_entry, may_renew_entry
from projects.pool.queries import visible_pool_entries
from projects.pool.services import (
    admit_entry,
    exit_entry,
    hold_entry,
    refuse_admission,
    release_entry,
    renew_entry,
    resume_entry,
)


def present_entry(entry: PoolEntry, user: Any) -> Presentation:
    """Scores and rank are for staff; applicants see where they stand and until when."""
    facts = [
        Fact("application_number", _("Application"), entry.application.number),
        Fact("planned_year", _("Planned year"), entry.planned_year, "number"),
        Fact("valid_until", _("Valid until"), entry.valid_until, "day"),
    ]
    if is_staff(user):
        facts += [
            Fact("maturity", _("Maturity"), entry.get_maturity_display()),
            Fact("score", _("Expert score"), entry.score, "number"),
            Fact("policy_fit", _("Policy fit"), entry.policy_fit, "number"),
            Fact("readiness", _("Readiness"), entry.readiness, "number"),
            Fact("rank_key", _("Rank key"), entry.rank_key, "number"),
            Fact("suggested_amount", _("Suggested amount (yuan)"), entry.suggested_amount, "money"),
            Fact("appropriation", _("Budget line"), entry.appropriation.number if entry.appropriation else ""),
        ]
    application = entry.application
    return Presentation(
        title=application.title,
        number=entry.number,
        subtitle=f"{application.institution.name} · {application.principal_investigator.name}",
        facts=facts,
        related=[Related("applications", application.uuid, application.title, application.state_label())],
        due_at=entry.valid_until,
        next_hint=_("Entry in the pool is no promise of funding."),
    )


STEPS = {
    "admit": StepAction(keeps_pool, admit_entry, AdmitForm),
    "refuse_admission": StepAction(keeps_pool, refuse_admission, ReasonForm, danger=True),
    "hold": StepAction(keeps_pool, hold_entry, ReasonForm),
    "resume": StepAction(keeps_pool, resume_entry),
    "renew": StepAction(may_renew_entry, renew_entry),
    "release": StepAction(
        may_release_entry,
        release_entry,
        ReleaseForm,
        _("The amount is committed on the budget line; all checks run again."),
    ),
    "exit": StepAction(keeps_pool, exit_entry, ExitForm, _("The entry leaves the pool for good."), danger=True),
}
KINDS = [
    RecordKind(
        collection="pool-entries",
        model=PoolEntry,
        label=_("Pool entry"),
        label_plural=_("Reserve pool"),
        visible=visible_pool_entries,
        present=present_entry,
        steps=STEPS,
        icon="database",
        search=("number__icontains", "application__title__icontains"),
    )
]
