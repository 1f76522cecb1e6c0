"""The expert as the floors above see him or her."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.records import Fact, Presentation, RecordKind, StepAction
from experts.roster.models import Expert
from experts.roster.permissions import keeps_roster
from experts.roster.queries import visible_experts
from experts.roster.services import admit_expert, resume_expert, retire_expert, suspend_expert


def present_expert(expert: Expert, user: Any) -> Presentation:
    return Presentation(
        title=expert.person.name,
        subtitle="、".join(expert.disciplines),
        facts=[
            Fact("expert_kind", _("Kind of expert"), expert.get_expert_kind_display()),
            Fact("title", _("Professional title"), expert.person.title),
            Fact("keywords", _("Keywords"), expert.keywords),
            Fact("admitted_at", _("Admitted at"), expert.admitted_at, "instant"),
        ],
    )


STEPS = {
    "admit": StepAction(keeps_roster, admit_expert),
    "suspend": StepAction(keeps_roster, suspend_expert, ReasonForm, danger=True),
    "resume": StepAction(keeps_roster, resume_expert),
    "retire": StepAction(keeps_roster, retire_expert, ReasonForm, danger=True),
}
KINDS = [
    RecordKind(
        collection="experts",
        model=Expert,
        label=_("Expert"),
        label_plural=_("Experts"),
        visible=visible_experts,
        present=present_expert,
        steps=STEPS,
        icon="address-book",
        search=("person__name__icontains", "keywords__icontains"),
    )
]
