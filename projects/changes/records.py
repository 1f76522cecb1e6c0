"""Change requests as the floors above see them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import ReasonForm
from core.records import Edit, Opening, RecordKind, StepAction
from projects.applications.rules import Line
from projects.changes.forms import (
    AnswerForm,
    GroundsForm,
    MoneyMoveForm,
    PeriodForm,
    leader_form,
    open_change_form,
    text_name,
    texts_form,
)
from projects.changes.models import ChangeRequest
from projects.changes.permissions import (
    may_agree_to_change,
    may_grant_change,
    may_open_change,
    may_open_changes,
    may_refuse_change,
    may_submit_change,
    may_withdraw_change,
    may_write_change,
)
from projects.changes.presentation import current_texts, present_change, row_of_change, so_far, text_labels
from projects.changes.queries import changeable_projects, possible_leaders, visible_changes
from projects.changes.services import (
    agree_to_change,
    grant_change,
    open_change,
    refuse_change,
    submit_change,
    withdraw_change,
    write_change,
)
from projects.changes.states import ChangeKind
from projects.changes.tables import Wanted, read
from projects.contracts.forms import amounts_in, cell_name


def form_for_opening(user: Any) -> type[forms.Form]:
    return open_change_form(changeable_projects(user))


def field_names(change: ChangeRequest) -> dict[str, str]:
    """Form field -> ``"section.field"`` of each text that can be changed."""
    return {text_name(*name.split(".", 1)): name for name in text_labels(change.project)}


def form_for_writing(change: ChangeRequest) -> type[forms.Form]:
    if change.change_kind == ChangeKind.PRINCIPAL_INVESTIGATOR:
        return leader_form(possible_leaders(change.project))
    if change.change_kind == ChangeKind.CONTENT:
        labels = text_labels(change.project)
        return texts_form({field: labels[name] for field, name in field_names(change).items()})
    plain: dict[str, type[forms.Form]] = {ChangeKind.PERIOD: PeriodForm, ChangeKind.BUDGET: MoneyMoveForm}
    return plain.get(change.change_kind, GroundsForm)


def typed(change: ChangeRequest, cells: dict[str, Any]) -> Wanted:
    """The cleaned fields as what is wanted; of texts only those that differ."""
    if change.change_kind == ChangeKind.PERIOD:
        return Wanted(ends_on=cells["ends_on"])
    if change.change_kind == ChangeKind.BUDGET:
        return Wanted(lines=tuple(Line(*cell) for cell in amounts_in(cells)))
    if change.change_kind == ChangeKind.PRINCIPAL_INVESTIGATOR:
        return Wanted(person=str(cells["person"].uuid), person_name=cells["person"].name)
    if change.change_kind == ChangeKind.CONTENT:
        names = field_names(change)
        now = current_texts(change.project.contract) if names else {}
        said = {name: cells.get(field) or "" for field, name in names.items()}
        return Wanted(texts={name: text for name, text in said.items() if text and text != now.get(name, "")})
    return Wanted()


def write(change: ChangeRequest, *, by: User, grounds: str, **cells: Any) -> ChangeRequest:
    return write_change(change, by=by, grounds=grounds, wanted=typed(change, cells))


def written(change: ChangeRequest) -> dict[str, Any]:
    """What was written so far, else what is there now."""
    wanted = read(change.wanted) if change.wanted else so_far(change)
    cells: dict[str, Any] = {"grounds": change.grounds, "ends_on": wanted.ends_on, "person": wanted.person}
    cells |= {cell_name(line.source, line.category): line.amount for line in wanted.lines}
    if change.change_kind == ChangeKind.CONTENT:
        names = field_names(change)
        texts = (current_texts(change.project.contract) if names else {}) | dict(wanted.texts)
        cells |= {field: texts.get(name, "") for field, name in names.items()}
    return cells


STEPS = {
    "submit": StepAction(may_submit_change, submit_change, None, _("The request goes to your institution.")),
    "agree": StepAction(
        may_agree_to_change,
        agree_to_change,
        None,
        _("It goes to the authority, or takes effect at once where your institution decides."),
    ),
    "grant": StepAction(
        may_grant_change, grant_change, AnswerForm, _("The change takes effect at once; what was there is kept.")
    ),
    "refuse": StepAction(may_refuse_change, refuse_change, ReasonForm, danger=True),
    "withdraw": StepAction(may_withdraw_change, withdraw_change, danger=True),
}
KINDS = [
    RecordKind(
        collection="changes",
        model=ChangeRequest,
        label=_("Change request"),
        label_plural=_("Change requests"),
        visible=visible_changes,
        present=present_change,
        row=row_of_change,
        steps=STEPS,
        opening=Opening(
            may_open_changes,
            open_change,
            form_for_opening,
            _("Ask for a change"),
            parent="projects",
            offered=may_open_change,
        ),
        edits={
            "write": Edit(
                _("Say what is to be changed"),
                may_write_change,
                write,
                form_for_writing,
                written,
                _("Indicators and the granted amount cannot be changed here."),
            )
        },
        icon="pencil",
        search=("project__title__icontains", "number__icontains"),
    )
]
