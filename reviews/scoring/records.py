"""The score sheet: its author writes it, the chair and the bureau read it after the lock, under a code."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.records import Edit, Fact, Presentation, RecordKind, Related, StepAction, Table
from reviews.assignment.queries import knows_names
from reviews.rounds.presentation import title_of
from reviews.scoring.forms import sheet_form, sheet_initial
from reviews.scoring.models import Scoresheet
from reviews.scoring.permissions import by_system, may_score, may_submit_sheet
from reviews.scoring.queries import visible_scoresheets
from reviews.scoring.services import annul_sheet, score_sheet, submit_sheet
from reviews.scoring.states import ScoresheetState


def is_author(user: Any, sheet: Scoresheet) -> bool:
    return bool(user is not None and user.person_id and user.person_id == sheet.assignment.pair.expert.person_id)


def present_sheet(sheet: Scoresheet, user: Any) -> Presentation:
    assignment = sheet.assignment
    item, own = assignment.item, is_author(user, sheet)
    columns = [("name", _("Criterion"), "text"), ("most", _("Points"), "number"), ("points", _("Given"), "number")]
    rows = [
        {"key": each["key"], "name": each["name"], "most": each["points"], "points": sheet.points.get(each["key"])}
        for each in item.round.criteria
    ]
    facts = [
        Fact("item", _("Item"), item.alias),
        Fact("total", _("Total"), sheet.total, "number"),
        Fact(
            "familiarity", _("Familiarity with the field"), sheet.get_familiarity_display() if sheet.familiarity else ""
        ),
        Fact("recommendation", _("Recommendation"), sheet.get_recommendation_display() if sheet.recommendation else ""),
        Fact("suggested_amount", _("Suggested amount (yuan)"), sheet.suggested_amount, "money"),
        Fact("comment", _("Comment to the applicant"), sheet.comment, "long"),
        Fact("saved_at", _("Saved at"), sheet.saved_at, "instant"),
        Fact("submitted_at", _("Submitted at"), sheet.submitted_at, "instant"),
    ]
    facts.insert(
        1, Fact("version", _("Version"), sheet.version, "number") if own else Fact("code", _("Code"), assignment.code)
    )
    writing = own and sheet.state == ScoresheetState.DRAFT
    return Presentation(
        title=title_of(item),
        number=item.alias if own else f"{item.alias} · {assignment.code}",
        subtitle=item.round.title,
        facts=facts,
        tables=[Table("points", _("Points"), columns, rows, tab="reviews")],
        related=[Related("assignments", assignment.uuid, str(_("Review task")), assignment.state_label())]
        if own
        else [],
        due_at=item.round.closes_at if writing else None,
        own_page=f"/review/{item.round.uuid}/{item.alias}/" if writing else "",
    )


def row_of_sheet(sheet: Scoresheet, user: Any) -> Presentation:
    item = sheet.assignment.item
    number = item.alias if is_author(user, sheet) else f"{item.alias} · {sheet.assignment.code}"
    return Presentation(title_of(item), number, item.round.title)


STEPS = {
    "submit": StepAction(
        may_submit_sheet, submit_sheet, None, _("The sheet is handed in as it is now and cannot be changed any more.")
    ),
    "annul": StepAction(by_system, annul_sheet),
}
KINDS = [
    RecordKind(
        collection="scoresheets",
        model=Scoresheet,
        label=_("Score sheet"),
        label_plural=_("Score sheets"),
        visible=visible_scoresheets,
        present=present_sheet,
        row=row_of_sheet,
        steps=STEPS,
        icon="clipboard-check",
        timeline=lambda user: False,
        names=knows_names,
        search=("assignment__item__alias__icontains", "assignment__item__round__title__icontains"),
        edits={
            "score": Edit(_("Write the score sheet"), may_score, score_sheet, sheet_form, sheet_initial, page=False)
        },
    )
]
