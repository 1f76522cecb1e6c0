"""Decisions, notices and objections as the floors above see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_role
from accounts.roles import Role
from core.forms import ReasonForm
from core.records import Edit, Fact, Opening, Presentation, RecordKind, Related, StepAction, Table
from core.verdict import Verdict
from projects.decisions.forms import AnswerForm, DeliberateForm, IssueForm, OpenDecisionForm, items_form
from projects.decisions.models import Decision, Notice, Objection
from projects.decisions.permissions import (
    handles_objections,
    may_close_notice,
    may_deliberate_decision,
    may_issue_decision,
    may_propose_decision,
    may_publish_notice,
    may_send_back_decision,
    may_set_items,
)
from projects.decisions.queries import visible_decisions, visible_notices, visible_objections
from projects.decisions.services import (
    close_notice,
    decline_objection,
    deliberate_decision,
    dismiss_objection,
    issue_decision,
    issue_rest,
    open_decision,
    propose_decision,
    publish_notice,
    send_back_decision,
    set_items,
    take_up_objection,
    uphold_objection,
)


def present_decision(decision: Decision, user: Any) -> Presentation:
    rows = [
        {
            "position": item.position,
            "number": item.application.number,
            "title": item.application.title,
            "score": item.score,
            "suggested": item.suggested_amount,
            "verdict": item.get_verdict_display(),
            "approved": item.approved_amount,
            "issued": item.issued_at,
        }
        for item in decision.items.select_related("application")
    ]
    columns = [
        ("position", _("No."), "number"),
        ("number", _("Number"), "text"),
        ("title", _("Title"), "text"),
        ("score", _("Score"), "number"),
        ("suggested", _("Suggested (yuan)"), "money"),
        ("verdict", _("Verdict"), "text"),
        ("approved", _("Approved (yuan)"), "money"),
        ("issued", _("Issued at"), "instant"),
    ]
    notice = getattr(decision, "notice", None)
    return Presentation(
        title=decision.title,
        number=decision.number,
        subtitle=decision.call.title,
        facts=[
            Fact("appropriation", _("Budget line"), decision.appropriation.number),
            Fact("money", _("Money on the line (yuan)"), decision.appropriation.amount, "money"),
            Fact("minutes_number", _("Number of the minutes"), decision.minutes_number),
            Fact("document_number", _("Document number (文号)"), decision.document_number),
        ],
        tables=[Table("items", _("List"), columns, rows)],
        related=[Related("notices", notice.uuid, notice.title, notice.state_label())] if notice else [],
        own_page=f"/decisions/{decision.uuid}/items/" if decision.state == "draft" else "",
    )


def row_of_decision(decision: Decision, user: Any) -> Presentation:
    return Presentation(decision.title, decision.number, decision.call.title)


def present_notice(notice: Notice, user: Any) -> Presentation:
    columns = [
        ("number", _("Number"), "text"),
        ("title", _("Title"), "text"),
        ("institution", _("Institution"), "text"),
        ("leader", _("Project leader"), "text"),
        ("amount", _("Amount (yuan)"), "money"),
    ]
    return Presentation(
        title=notice.title,
        number=notice.number,
        subtitle=notice.decision.call.title,
        facts=[
            Fact("published_at", _("Published at"), notice.published_at, "instant"),
            Fact("closes_on", _("Objections until"), notice.closes_on, "day"),
            Fact("sha256", _("Fingerprint (SHA-256) of the list"), notice.sha256),
        ],
        tables=[Table("items", _("List"), columns, notice.items)],
        due_at=notice.closes_on,
    )


def present_objection(objection: Objection, user: Any) -> Presentation:
    application = objection.item.application
    return Presentation(
        title=application.title,
        number=objection.number,
        subtitle=objection.notice.title,
        facts=[
            Fact("objector_name", _("Objector"), objection.objector_name, "person"),
            Fact("objector_contact", _("Contact"), objection.objector_contact),
            Fact("grounds", _("Grounds and facts"), objection.grounds, "long"),
            Fact("answer", _("Answer"), objection.answer, "long"),
        ],
        due_at=objection.due_on,
    )


def may_open_decision(user: Any, at: datetime) -> Verdict:
    return has_role(user, Role.OFFICER)


DECISION_STEPS = {
    "propose": StepAction(may_propose_decision, propose_decision, None, _("The list goes to the bureau's leaders.")),
    "send_back": StepAction(may_send_back_decision, send_back_decision, ReasonForm),
    "deliberate": StepAction(
        may_deliberate_decision,
        deliberate_decision,
        DeliberateForm,
        _("Records the collective deliberation; the public notice is drafted."),
    ),
    "issue": StepAction(
        may_issue_decision,
        issue_decision,
        IssueForm,
        _("Every item that nothing holds is approved; contracts are drawn up."),
    ),
    "issue_rest": StepAction(may_issue_decision, issue_rest),
}
NOTICE_STEPS = {
    "publish": StepAction(
        may_publish_notice, publish_notice, None, _("Everybody can read the list and object from now on.")
    ),
    "close": StepAction(may_close_notice, close_notice),
}
OBJECTION_STEPS = {
    "take_up": StepAction(handles_objections, take_up_objection),
    "decline": StepAction(handles_objections, decline_objection, AnswerForm, danger=True),
    "uphold": StepAction(handles_objections, uphold_objection, AnswerForm, _("The item is not funded."), danger=True),
    "dismiss": StepAction(handles_objections, dismiss_objection, AnswerForm, _("The item is free to be issued.")),
}


def sees_objections(user: Any) -> bool:
    return bool(has_role(user, Role.INTEGRITY, Role.AUDITOR, Role.LEADER))


KINDS = [
    RecordKind(
        "decisions", Decision, _("Decision"), _("Decisions"), visible_decisions, present_decision, DECISION_STEPS,
        Opening(may_open_decision, open_decision, OpenDecisionForm, _("Draft a decision")),
        icon="gavel", row=row_of_decision, search=("title__icontains", "number__icontains"),
        edits={"items": Edit(_("Verdicts and amounts"), may_set_items, set_items, items_form, page=False)},
    ),
    RecordKind(
        "notices", Notice, _("Public notice"), _("Public notices"), visible_notices, present_notice, NOTICE_STEPS,
        icon="flag", search=("title__icontains",),
    ),
    RecordKind(
        "objections", Objection, _("Objection"), _("Objections"), visible_objections, present_objection,
        OBJECTION_STEPS, icon="message-report", timeline=sees_objections, search=("number__icontains",),
    ),
]  # fmt: skip
