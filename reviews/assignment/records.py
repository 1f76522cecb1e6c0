"""The assignment: the expert reads the item behind the round's blindness, the bureau sees a code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.records import Fact, FileLink, Presentation, RecordKind, Related, StepAction, Table
from core.verdict import no, require
from reviews.assignment.forms import DeclareForm, DeclineForm
from reviews.assignment.models import Assignment
from reviews.assignment.permissions import by_system, is_assigned, material_is_open, may_answer, may_void
from reviews.assignment.queries import knows_names, visible_assignments
from reviews.assignment.services import accept_assignment, decline_assignment, void_assignment
from reviews.assignment.states import AssignmentState
from reviews.rounds.presentation import facts_of, head_of, material_of, tables_of
from reviews.rounds.states import RoundState


def is_own(user: Any, assignment: Assignment) -> bool:
    return bool(user is not None and user.person_id and user.person_id == assignment.pair.expert.person_id)


def present_assignment(assignment: Assignment, user: Any) -> Presentation:
    return _for_expert(assignment) if is_own(user, assignment) else _for_bureau(assignment, user)


def row_of_assignment(assignment: Assignment, user: Any) -> Presentation:
    item = assignment.item
    head = head_of(item)
    if is_own(user, assignment):
        return Presentation(head.title, item.alias, item.round.title, due_at=_due(assignment))
    return Presentation(head.title, f"{item.alias} · {assignment.code}", item.round.title, due_at=_due(assignment))


def _due(assignment: Assignment) -> Any:
    waits = assignment.state in (AssignmentState.INVITED, AssignmentState.ACCEPTED)
    return assignment.item.round.closes_at if waits else None


def _for_expert(assignment: Assignment) -> Presentation:
    """The title with units and people (or without, in a double-blind round) to declare on; the content once declared."""
    item = assignment.item
    round_, head = item.round, head_of(item)
    facts = [
        Fact("item", _("Item"), item.alias),
        Fact("round", _("Review round"), round_.title),
        Fact("blindness", _("Blindness"), round_.get_blindness_display()),
        Fact("closes_at", _("Scoring closes at"), round_.closes_at, "instant"),
    ]
    if head.units:
        facts += [
            Fact("institutions", _("Institutions taking part"), "、".join(head.units), "institution"),
            Fact("people", _("People taking part"), "、".join(head.people), "person"),
        ]
    tables: Sequence[Table] = ()
    files: Sequence[FileLink] = ()
    related: list[Related] = []
    if material_is_open(assignment):
        material = material_of(item)
        facts.append(Fact("asked", _("Granted funds asked for (yuan)"), material.asked, "money"))
        facts += facts_of(material)
        tables, files = tables_of(material), material.files
    sheet = getattr(assignment, "scoresheet", None)
    if sheet is not None:
        related.append(Related("scoresheets", sheet.uuid, str(_("Score sheet")), sheet.state_label()))
    scoring = assignment.state == AssignmentState.ACCEPTED and round_.state == RoundState.SCORING
    pages = {True: f"/review/{round_.uuid}/{item.alias}/", False: ""}
    return Presentation(
        title=head.title,
        number=item.alias,
        subtitle=round_.title,
        facts=facts,
        tables=tables,
        files=files,
        related=related,
        due_at=_due(assignment),
        own_page=f"/review/{round_.uuid}/" if assignment.state == AssignmentState.INVITED else pages[scoring],
    )


def _for_bureau(assignment: Assignment, user: Any) -> Presentation:
    item = assignment.item
    facts = [
        Fact("item", _("Item"), item.alias),
        Fact("code", _("Code"), assignment.code),
        Fact("accepted_at", _("Accepted at"), assignment.accepted_at, "instant"),
        Fact("done_at", _("Scored at"), assignment.done_at, "instant"),
        Fact("declined_at", _("Declined at"), assignment.declined_at, "instant"),
        Fact("decline_reason", _("Why"), assignment.get_decline_reason_display() if assignment.decline_reason else ""),
    ]
    if knows_names(user):
        expert = assignment.pair.expert
        facts.insert(2, Fact("expert", _("Expert"), expert.person.name, "person"))
    return Presentation(
        title=item.application.title if item.application else item.alias,
        number=f"{item.alias} · {assignment.code}",
        subtitle=item.round.title,
        facts=facts,
        related=[Related("rounds", item.round.uuid, item.round.title, item.round.state_label())],
        due_at=_due(assignment),
    )


def finish_by_hand(assignment: Assignment, *, by: Any) -> Assignment:
    """Submitting the score sheet finishes an assignment; nobody does it by hand."""
    require(no("who", "finished-with-sheet"))
    return assignment


def may_finish(user: Any, assignment: Assignment, at: Any) -> Any:
    verdict = is_assigned(user, assignment, at)
    return no("who", "finished-with-sheet") if verdict else by_system(user, assignment, at)


STEPS = {
    "accept": StepAction(
        may_answer, accept_assignment, DeclareForm, _("You can read the item and score it when you have declared.")
    ),
    "decline": StepAction(
        may_answer, decline_assignment, DeclineForm, _("Somebody else is invited for this item."), danger=True
    ),
    "finish": StepAction(may_finish, finish_by_hand),
    "void": StepAction(
        may_void,
        void_assignment,
        ReasonForm,
        _(
            "The assignment and its score sheet count no longer; while the round scores, the next of the draw is invited."
        ),
        danger=True,
    ),
}
KINDS = [
    RecordKind(
        collection="assignments",
        model=Assignment,
        label=_("Review task"),
        label_plural=_("Review tasks"),
        visible=visible_assignments,
        present=present_assignment,
        row=row_of_assignment,
        steps=STEPS,
        icon="pencil",
        timeline=lambda user: False,
        names=knows_names,
        search=("item__alias__icontains", "item__round__title__icontains"),
    )
]
