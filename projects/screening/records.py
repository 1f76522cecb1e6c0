"""The application, with every step it can take, as the floors above see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_staff, when
from core.forms import ReasonForm
from core.records import Opening, Presentation, RecordKind, StepAction, Table
from core.verdict import Verdict
from projects.applications.forms import OpenApplicationForm
from projects.applications.models import Application
from projects.applications.permissions import (
    may_correct_application,
    may_submit_application,
    may_withdraw_application,
)
from projects.applications.presentation import present_application, row_of_application
from projects.applications.queries import visible_applications
from projects.applications.services import (
    correct_application,
    open_application,
    submit_application,
    withdraw_application,
)
from projects.screening.forms import RemarkForm
from projects.screening.permissions import (
    may_accept_application,
    may_ask_correction,
    may_endorse_application,
    may_recommend_application,
    may_refuse_application,
    may_send_back_application,
)
from projects.screening.presentation import checks_of
from projects.screening.services import (
    accept_application,
    ask_correction,
    endorse_application,
    recommend_application,
    refuse_application,
    send_back_application,
)


def present_with_checks(application: Application, user: Any) -> Presentation:
    """Staff also see what the machine checks found; nobody else does."""
    shown = present_application(application, user)
    if not is_staff(user):
        return shown
    passed = {True: _("Passed check"), False: _("Look here")}
    rows = [
        {"rule": name, "result": passed[check.passed], "remark": check.remark, "at": check.checked_at}
        for name, check in checks_of(application, "passed", "rule")
    ]
    columns = [
        ("rule", _("Check"), "text"),
        ("result", _("Result"), "text"),
        ("remark", _("Remark"), "text"),
        ("at", _("Checked at"), "instant"),
    ]
    checks = Table("checks", _("Machine checks"), columns, rows, empty=_("They run when the institution has endorsed."))
    return replace(shown, tables=[checks, *shown.tables])


def may_open_application(user: Any, at: datetime) -> Verdict:
    """Anybody with a person may begin; call and institution are asked when they are chosen."""
    return when(user is not None and bool(user.person_id))


STEPS = {
    "submit": StepAction(
        may_submit_application,
        submit_application,
        consequence=_("The application goes to your institution as it is now; you get a receipt with its fingerprint."),
    ),
    "endorse": StepAction(
        may_endorse_application,
        endorse_application,
        RemarkForm,
        _("Your institution vouches that the application is true, complete and lawful."),
    ),
    "endorse_onward": StepAction(
        may_endorse_application,
        endorse_application,
        RemarkForm,
        _("Your institution vouches for it; it goes to the recommending unit."),
    ),
    "recommend": StepAction(may_recommend_application, recommend_application, RemarkForm),
    "send_back": StepAction(may_send_back_application, send_back_application, ReasonForm),
    "ask_correction": StepAction(
        may_ask_correction,
        ask_correction,
        ReasonForm,
        _("The applicant gets one correction and some working days for it."),
    ),
    "correct": StepAction(may_correct_application, correct_application),
    "accept": StepAction(may_accept_application, accept_application, RemarkForm),
    "refuse": StepAction(
        may_refuse_application,
        refuse_application,
        ReasonForm,
        _("The applicant is told your reason in writing."),
        danger=True,
    ),
    "withdraw": StepAction(
        may_withdraw_application, withdraw_application, ReasonForm, _("The application ends for good."), danger=True
    ),
}
KINDS = [
    RecordKind(
        collection="applications",
        model=Application,
        label=_("Application"),
        label_plural=_("Applications"),
        visible=visible_applications,
        present=present_with_checks,
        row=row_of_application,
        steps=STEPS,
        opening=Opening(may_open_application, open_application, OpenApplicationForm, _("Start an application")),
        icon="file-text",
        search=("title__icontains", "number__icontains", "principal_investigator__name__icontains"),
    )
]
