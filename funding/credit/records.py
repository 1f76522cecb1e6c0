"""The credit event as the floors above see it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.records import Fact, Link, Opening, Presentation, RecordKind, Related, StepAction
from funding.credit.forms import AppealAnswerForm, AppealForm, RecordEventForm
from funding.credit.models import CreditEvent
from funding.credit.permissions import (
    answer_until,
    appeal_until,
    may_annul,
    may_answer_appeal,
    may_appeal,
    may_put_in_force,
    may_record_about,
    may_record_event,
)
from funding.credit.queries import visible_credit_events
from funding.credit.rules import years_later
from funding.credit.services import annul_event, appeal_event, put_in_force, record_event, uphold_event
from funding.credit.states import CreditCode, CreditState


def subject_name(event: CreditEvent) -> str:
    return str(event.person or event.institution)


def row_of_event(event: CreditEvent, user: Any) -> Presentation:
    return Presentation(
        title=f"{subject_name(event)}：{CreditCode(event.code).label}",
        number=event.project.number,
        subtitle=event.project.title,
    )


def present_event(event: CreditEvent, user: Any) -> Presentation:
    facts = [
        Fact(
            "subject",
            pgettext_lazy("credit", "Subject"),
            subject_name(event),
            "person" if event.person_id else "institution",
        ),
        Fact("code", _("What happened"), CreditCode(event.code).label),
        Fact("points", _("Points"), event.points, "number"),
        Fact("is_veto", _("Veto (score 0)"), _("yes") if event.is_veto else _("no")),
        Fact("self_reported", _("Self-reported (counts half)"), _("yes") if event.self_reported else _("no")),
        Fact("happened_on", _("On which day"), event.happened_on, "day"),
        Fact("expires_on", _("Counts until"), years_later(event.happened_on, 5), "day"),
        Fact("document_number", _("Document number (文号)"), event.document_number),
        Fact("basis", _("Facts and evidence"), event.basis, "long"),
    ]
    if event.appeal:
        facts.append(Fact("appeal", _("Grounds of the appeal"), event.appeal, "long"))
    if event.answer:
        facts.append(Fact("answer", _("Answer with reasons"), event.answer, "long"))
    shown = row_of_event(event, user)
    due, hint = next_of(event)
    return Presentation(
        title=shown.title,
        number=shown.number,
        subtitle=shown.subtitle,
        facts=facts,
        related=[Related("projects", event.project.uuid, event.project.title, event.project.state_label())],
        due_at=due,
        next_hint=hint,
        links=[Link(_("Credit statement"), statement_address(event))],
    )


def statement_address(event: CreditEvent) -> str:
    if event.person:
        return f"/credit/person/{event.person.uuid}/"
    assert event.institution is not None
    return f"/credit/institution/{event.institution.uuid}/"


def next_of(event: CreditEvent) -> tuple[date | None, Any]:
    """Until when the next step is to be taken, and in words what it is."""
    if event.state == CreditState.RECORDED:
        return None, _("The integrity officer checks the facts; until then no points count.")
    if event.state == CreditState.APPEALED:
        return answer_until(event), _("While the appeal runs, the points do not count.")
    if event.state == CreditState.IN_FORCE and event.answered_at is None:
        return appeal_until(event), _("The subject may appeal until then.")
    return None, ""


STEPS = {
    "put_in_force": StepAction(
        may_put_in_force, put_in_force, None, _("The points count from now on; the subject is told and may appeal.")
    ),
    "appeal": StepAction(may_appeal, appeal_event, AppealForm, _("The points are suspended until the answer.")),
    "uphold": StepAction(
        may_answer_appeal, uphold_event, AppealAnswerForm, _("The event stands; its points count again.")
    ),
    "annul": StepAction(may_annul, annul_event, AppealAnswerForm, _("The event is struck off for good."), danger=True),
}
KINDS = [
    RecordKind(
        collection="credit",
        model=CreditEvent,
        label=_("Credit event"),
        label_plural=_("Credit events"),
        visible=visible_credit_events,
        present=present_event,
        steps=STEPS,
        opening=Opening(
            may_record_event,
            record_event,
            RecordEventForm,
            _("Record a credit event"),
            parent="projects",
            offered=may_record_about,
        ),
        icon="shield-check",
        row=row_of_event,
        search=("person__name__icontains", "institution__name__icontains", "project__number__icontains"),
        overview="/credit/",
    )
]
