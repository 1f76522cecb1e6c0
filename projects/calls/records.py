"""The call as the floors above see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import MembershipRole
from accounts.permissions import has_role
from accounts.queries import institutions_of
from accounts.roles import Role
from core.forms import ReasonForm
from core.records import Fact, Opening, Presentation, RecordKind, StepAction, Table
from core.verdict import Verdict
from projects.calls.forms import OpenCallForm
from projects.calls.models import Call
from projects.calls.permissions import manages_programme, may_close_call, may_publish_call, may_withdraw_call
from projects.calls.queries import visible_calls
from projects.calls.services import close_call, open_call, publish_call, withdraw_call
from projects.calls.states import CallState


def present_call(call: Call, user: Any) -> Presentation:
    rows = [{"code": d.code, "title": d.title, "number": d.number_to_fund} for d in call.directions.all()]
    return Presentation(
        title=call.title,
        number=call.number,
        subtitle=f"{call.programme.name} · {call.year}",
        facts=[
            Fact("summary", _("Summary"), call.summary, "long"),
            Fact("opens_at", _("Opens at"), call.opens_at, "instant"),
            Fact("closes_at", _("Closes for applicants at"), call.closes_at, "instant"),
            Fact("institution_closes_at", _("Closes for institutions at"), call.institution_closes_at, "instant"),
            Fact("grant_ceiling", _("Grant ceiling (yuan)"), call.grant_ceiling, "money"),
            Fact("number_to_fund", _("Number to fund"), call.number_to_fund, "number"),
            Fact("budget_total", _("Budget (yuan)"), call.budget_total, "money"),
            Fact("body", _("Text of the call"), call.body, "long"),
            Fact("contact", _("Contact"), call.contact),
        ],
        tables=[
            Table(
                "directions",
                _("Directions"),
                [("code", _("Code"), "text"), ("title", _("Title"), "text"), ("number", _("Number to fund"), "number")],
                rows,
            )
        ],
        due_at=call.closes_at,
        own_page=f"/calls/{call.uuid}/import/" if may_be_offered_import(user, call) else "",
        own_page_label=_("Import applications from a workbook"),
    )


def may_be_offered_import(user: Any, call: Call) -> bool:
    """Officers of the programme and of institutions, while the call is published; the page asks its own permission."""
    if call.state != CallState.PUBLISHED:
        return False
    return bool(manages_programme(user, call.programme)) or bool(institutions_of(user, MembershipRole.OFFICER))


def row_of_call(call: Call, user: Any) -> Presentation:
    return Presentation(call.title, call.number, f"{call.programme.name} · {call.year}", due_at=call.closes_at)


def may_open_call(user: Any, at: datetime) -> Verdict:
    return has_role(user, Role.OFFICER)


STEPS = {
    "publish": StepAction(may_publish_call, publish_call, consequence=_("Everybody can read the call from now on.")),
    "close": StepAction(may_close_call, close_call, consequence=_("No application can be handed in any more.")),
    "withdraw": StepAction(may_withdraw_call, withdraw_call, ReasonForm, _("The call ends for good."), danger=True),
}
KINDS = [
    RecordKind(
        collection="calls",
        model=Call,
        label=_("Call"),
        label_plural=_("Calls"),
        visible=visible_calls,
        present=present_call,
        row=row_of_call,
        steps=STEPS,
        opening=Opening(may_open_call, open_call, OpenCallForm, _("Prepare a call")),
        icon="speakerphone",
        search=("title__icontains", "number__icontains"),
    )
]
