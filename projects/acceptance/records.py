"""Acceptances as the floors above see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import is_staff, when
from core.forms import ReasonForm
from core.records import Edit, Fact, Opening, Presentation, RecordKind, Related, StepAction, Table
from core.verdict import Verdict
from projects.acceptance.forms import ConcludeForm, ReviewForm, open_form, write_form
from projects.acceptance.models import Acceptance
from projects.acceptance.permissions import (
    may_conclude_acceptance,
    may_endorse_acceptance,
    may_open_acceptance,
    may_order_rectification,
    may_resubmit_acceptance,
    may_review_acceptance,
    may_send_back_acceptance,
    may_submit_acceptance,
    may_write_acceptance,
)
from projects.acceptance.queries import indicators_of, reached_of, visible_acceptances
from projects.acceptance.services import (
    conclude_acceptance,
    endorse_acceptance,
    open_acceptance,
    order_rectification,
    resubmit_acceptance,
    review_acceptance,
    send_back_acceptance,
    submit_acceptance,
    write_acceptance,
)
from projects.acceptance.states import AcceptanceState
from projects.acceptance.tables import Brought, Value
from projects.contracts.presentation import subtitle_of

S = AcceptanceState
VALUE_COLUMNS = [
    ("name", _("Indicator"), "text"),
    ("sign", "", "text"),
    ("target", _("Final value"), "number"),
    ("actual", _("Value reached"), "number"),
    ("unit", _("Unit"), "text"),
    ("result", _("Result"), "text"),
    ("evidence", _("Evidence"), "text"),
]
ACHIEVEMENT_COLUMNS = [
    ("kind", _("Kind"), "text"),
    ("title", _("Title"), "text"),
    ("reference", _("Reference"), "text"),
    ("made_on", _("Made on"), "day"),
]


def due_of(acceptance: Acceptance) -> Any:
    if acceptance.state == S.CONCLUDED:
        return None
    return acceptance.rectify_by if acceptance.state == S.RECTIFICATION else acceptance.due_on


def present_acceptance(acceptance: Acceptance, user: Any) -> Presentation:
    """The experts' score and opinion are for the staff until the conclusion is given."""
    project = acceptance.project
    facts = [
        Fact("project", _("Project number"), project.number),
        Fact("due_on", _("To be applied for by"), acceptance.due_on, "day"),
        Fact("submitted_at", _("Submitted at"), acceptance.submitted_at, "instant"),
        Fact("endorsed_at", _("Endorsed at"), acceptance.endorsed_at, "instant"),
        Fact("rectify_by", _("Rectify by"), acceptance.rectify_by, "day"),
        Fact("summary", _("Summary"), acceptance.summary, "long"),
    ]
    if acceptance.state == S.CONCLUDED or is_staff(user):
        facts += [
            Fact("score", _("Score"), acceptance.score, "number"),
            Fact("suggested", _("Suggested conclusion"), acceptance.get_suggested_display()),
            Fact("opinion", _("Experts' opinion"), acceptance.opinion, "long"),
        ]
    facts += [
        Fact("conclusion", _("Conclusion"), acceptance.get_conclusion_display()),
        Fact("certificate_number", _("Number of the certificate"), acceptance.certificate_number),
    ]
    archive = getattr(project, "archive", None)
    related = [Related("projects", project.uuid, str(_("Project")), project.state_label())]
    if archive is not None:
        related.append(Related("archives", archive.uuid, str(_("Archive file")), archive.state_label()))
    return Presentation(
        title=project.title,
        number=acceptance.number,
        subtitle=subtitle_of(project),
        facts=facts,
        tables=[_values_table(acceptance), _achievements_table(acceptance)],
        related=related,
        due_at=due_of(acceptance),
    )


def row_of_acceptance(acceptance: Acceptance, user: Any) -> Presentation:
    project = acceptance.project
    return Presentation(project.title, acceptance.number, subtitle_of(project), due_at=due_of(acceptance))


def _values_table(acceptance: Acceptance) -> Table:
    words = {True: _("Met"), False: _("Not met")}
    rows = [
        {
            "name": each.name,
            "sign": each.sign,
            "target": each.target,
            "actual": each.actual,
            "unit": each.unit,
            "result": words[each.is_met] if each.actual is not None else "",
            "evidence": each.evidence,
        }
        for each in reached_of(acceptance)
    ]
    return Table("values", _("Indicators"), VALUE_COLUMNS, rows)


def _achievements_table(acceptance: Acceptance) -> Table:
    rows = [
        {"kind": each.get_kind_display(), "title": each.title, "reference": each.reference, "made_on": each.made_on}
        for each in acceptance.project.achievements.order_by("pk")
    ]
    return Table("achievements", _("Achievements"), ACHIEVEMENT_COLUMNS, rows)


def cells_of(acceptance: Acceptance) -> dict[str, Any]:
    """What the form shows at first."""
    cells: dict[str, Any] = {"summary": acceptance.summary}
    given = {value.indicator_id: value for value in acceptance.values.all()}
    for place, indicator in enumerate(indicators_of(acceptance), 1):
        if indicator.pk in given:
            cells[f"actual-{place}"] = f"{given[indicator.pk].actual.normalize():f}"
            cells[f"evidence-{place}"] = given[indicator.pk].evidence
    for row, each in enumerate(acceptance.project.achievements.order_by("pk"), 1):
        for name in ("kind", "title", "reference", "made_on"):
            cells[f"achievement-{row}-{name}"] = getattr(each, name)
    return cells


def write_cells(acceptance: Acceptance, *, by: User, summary: str, **cells: Any) -> Acceptance:
    """The form's cells as typed rows."""
    places = sorted(int(name.split("-")[1]) for name in cells if name.startswith("actual-"))
    rows = sorted(int(name.split("-")[1]) for name in cells if name.endswith("-kind"))
    values = [Value(place, cells[f"actual-{place}"], cells.get(f"evidence-{place}", "")) for place in places]
    brought = [
        Brought(*(cells[f"achievement-{row}-{name}"] for name in ("kind", "title", "reference", "made_on")))
        for row in rows
        if cells[f"achievement-{row}-title"]
    ]
    return write_acceptance(acceptance, by=by, summary=summary, values=values, achievements=brought)


def may_begin(user: Any, at: datetime) -> Verdict:
    """Anybody with a person may begin; the project is asked when it is named."""
    return when(user is not None and bool(user.person_id))


STEPS = {
    "submit": StepAction(
        may_submit_acceptance, submit_acceptance, consequence=_("The acceptance goes to your institution.")
    ),
    "endorse": StepAction(
        may_endorse_acceptance,
        endorse_acceptance,
        consequence=_("Your institution vouches for results and money; the project enters acceptance."),
    ),
    "send_back": StepAction(may_send_back_acceptance, send_back_acceptance, ReasonForm),
    "order_rectification": StepAction(
        may_order_rectification,
        order_rectification,
        ReasonForm,
        _("The leader gets one rectification and some months for it."),
    ),
    "resubmit": StepAction(may_resubmit_acceptance, resubmit_acceptance),
    "review": StepAction(may_review_acceptance, review_acceptance, ReviewForm),
    "conclude": StepAction(
        may_conclude_acceptance,
        conclude_acceptance,
        ConcludeForm,
        _("The project ends with this conclusion; leader and institution are told."),
        initial=lambda acceptance: {"conclusion": acceptance.suggested},
    ),
}
KINDS = [
    RecordKind(
        collection="acceptances",
        model=Acceptance,
        label=_("Acceptance"),
        label_plural=_("Acceptances"),
        visible=visible_acceptances,
        present=present_acceptance,
        row=row_of_acceptance,
        steps=STEPS,
        opening=Opening(
            may_begin,
            open_acceptance,
            open_form,
            _("Apply for acceptance"),
            parent="projects",
            offered=may_open_acceptance,
        ),
        edits={"write": Edit(_("Write the acceptance"), may_write_acceptance, write_cells, write_form, cells_of)},
        icon="checklist",
        search=("number__icontains", "project__title__icontains"),
    )
]
