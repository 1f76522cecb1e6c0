"""The round as the bureau and its chair see it. Experts and applicants know of no round."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_role, is_staff
from accounts.queries import holders_of
from accounts.roles import Role
from core.records import Edit, Fact, Link, Opening, Presentation, RecordKind, Related, StepAction, Table
from projects.calls.models import Call
from projects.calls.queries import programmes_of
from reviews.assignment.queries import assignments_of_round, knows_names
from reviews.conflicts.forms import decide_form
from reviews.conflicts.permissions import may_decide_findings
from reviews.conflicts.services import decide_finding
from reviews.drawing.models import Draw
from reviews.drawing.permissions import may_open_scoring
from reviews.drawing.services import open_scoring, request_draw
from reviews.panels.forms import panel_form, words_from
from reviews.panels.permissions import may_rank, may_record_panel
from reviews.panels.services import hand_down, rank_round, record_panel
from reviews.rounds.forms import OpenRoundForm
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round, may_lock_round, may_open_round
from reviews.rounds.presentation import names_items, title_of
from reviews.rounds.queries import items_of, progress_of, reviewable_applications, visible_rounds
from reviews.rounds.services import lock_round, open_round
from reviews.rounds.states import AFTER_LOCK, RoundState


def follows_rounds(user: Any) -> bool:
    """The bureau and the chairs read what becomes of a round; experts read of their own tasks alone."""
    return is_staff(user) or bool(has_role(user, Role.CHAIR))


def present_round(round_: Round, user: Any) -> Presentation:
    progress = progress_of(round_)
    draw = Draw.objects.filter(round=round_).first() if is_staff(user) else None
    assignments = list(assignments_of_round(round_)) if round_.state != RoundState.DRAFT else []
    facts = [
        Fact("call", _("Call"), round_.call.title),
        Fact("blindness", _("Blindness"), round_.get_blindness_display()),
        Fact("experts_wanted", _("Experts wanted"), round_.experts_wanted, "number"),
        Fact("opens_at", _("Scoring opens at"), round_.opens_at, "instant"),
        Fact("closes_at", _("Scoring closes at"), round_.closes_at, "instant"),
        Fact("chair", _("Panel chair"), round_.chair.display_name() if round_.chair else "", "person"),
        Fact("answered", _("Invitations accepted"), f"{progress.answered} / {progress.total}"),
        Fact("submitted", _("Score sheets submitted"), f"{progress.done} / {progress.total}"),
    ]
    return Presentation(
        title=round_.title,
        number=round_.number,
        subtitle=round_.call.title,
        facts=facts,
        tables=[_items(round_, user, assignments), _criteria(round_), _experts(user, assignments)],
        related=[Related("draws", draw.uuid, draw.number, draw.state_label())] if draw else [],
        links=_links(round_, user),
        due_at=round_.closes_at if round_.state == RoundState.SCORING else None,
    )


def row_of_round(round_: Round, user: Any) -> Presentation:
    return Presentation(
        round_.title,
        round_.number,
        round_.call.title,
        due_at=round_.closes_at if round_.state == RoundState.SCORING else None,
    )


def _links(round_: Round, user: Any) -> list[Link]:
    found = []
    if round_.state in AFTER_LOCK:
        found.append(Link(_("Ranking"), f"/rounds/{round_.uuid}/ranking/"))
    if is_staff(user) and round_.state != RoundState.DRAFT:
        found.append(Link(_("Check of conflicts of interest"), f"/rounds/{round_.uuid}/conflicts/"))
    return found


def _items(round_: Round, user: Any, assignments: list[Any]) -> Table:
    """Each item with its progress; the application behind it for those who may know."""
    named = names_items(user, round_)
    done: dict[int, int] = {}
    live: dict[int, int] = {}
    for each in assignments:
        if each.live_clear:
            live[each.item_id] = live.get(each.item_id, 0) + 1
            done[each.item_id] = done.get(each.item_id, 0) + (each.state == "done")
    columns = [("alias", _("Item"), "text"), ("title", _("Title"), "text")]
    if named:
        columns += [("number", _("Number"), "text"), ("institution", _("Institution"), "text")]
    columns.append(("progress", _("Sheets"), "text"))
    rows = []
    for item in items_of(round_):
        application = item.application
        row: dict[str, Any] = {"alias": item.alias, "progress": f"{done.get(item.pk, 0)} / {live.get(item.pk, 0)}"}
        if named and application:
            row |= {
                "title": application.title,
                "number": application.number,
                "institution": application.institution.name,
            }
        else:
            row["title"] = title_of(item)
        rows.append(row)
    return Table("items", _("Items"), columns, rows)


def _criteria(round_: Round) -> Table:
    columns = [("name", _("Criterion"), "text"), ("points", _("Points"), "number")]
    return Table("criteria", _("Criteria"), columns, round_.criteria, tab="reviews")


def _experts(user: Any, assignments: list[Any]) -> Table:
    """Codes with their state, item by item in short; names for those who may know them."""
    named = knows_names(user)
    found: dict[str, dict[str, Any]] = {}
    for each in assignments:
        row = found.setdefault(
            each.code, {"code": each.code, "name": each.pair.expert.person.name, "live": 0, "done": 0, "left": 0}
        )
        row["live"] += bool(each.live_clear)
        row["done"] += each.state == "done"
        row["left"] += each.state in ("declined", "voided")
    columns = [("code", _("Code"), "text"), ("live", _("Items"), "number"), ("done", _("Scored"), "number"), ("left", _("Declined or voided"), "number")]  # fmt: skip
    if named:
        columns.insert(1, ("name", _("Name"), "text"))
    names = {key for key, _label, _kind in columns}
    rows = [{key: value for key, value in row.items() if key in names} for _code, row in sorted(found.items())]
    return Table(
        "experts", _("Experts of the round"), columns, rows, tab="reviews", empty=_("Known when the draw is frozen.")
    )


def round_form(user: Any) -> type[OpenRoundForm]:
    """The form with what this user may choose from."""

    class ChosenRoundForm(OpenRoundForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            items = reviewable_applications(user)
            named = str(self.data.get("call") or self.initial.get("call") or "")
            choices: dict[str, Any] = {
                "call": Call.objects.filter(programme__in=programmes_of(user)).order_by("-year", "number"),
                "chair": holders_of(Role.CHAIR).select_related("person").order_by("username"),
                "applications": items.filter(call__in=_named(named)) if named else items,
            }
            for name, queryset in choices.items():
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset = queryset

    return ChosenRoundForm


def _named(text: str) -> list[int]:
    """The call of this address; none for what is no address."""
    try:
        return list(Call.objects.filter(uuid=UUID(text)).values_list("pk", flat=True))
    except ValueError:
        return []


def request_for(round_: Round, *, by: Any) -> Round:
    return request_draw(round_, by=by).round


def write_panel(round_: Round, *, by: Any, **cells: Any) -> Round:
    return record_panel(round_, by=by, words=words_from(cells))


STEPS = {
    "request_draw": StepAction(
        keeps_round,
        request_for,
        None,
        _("The roster is examined against every item; two people then start the draw with a key each."),
    ),
    "open": StepAction(may_open_scoring, open_scoring),
    "lock": StepAction(
        may_lock_round, lock_round, None, _("No score sheet can be written any more; experts lose access to the items.")
    ),
    "rank": StepAction(
        may_rank, rank_round, None, _("The order by score is fixed; the panel can vote and depart from it.")
    ),
    "hand_down": StepAction(
        keeps_round, hand_down, None, _("Scores, ranks and amounts go to the pool or the decision and are final.")
    ),
}
EDITS = {
    "panel": Edit(
        _("Record votes and final order"),
        may_record_panel,
        write_panel,
        panel_form,
        hint=_("An odd number of voters; a rank that departs from the score needs a reason."),
        page=False,
    ),
    "conflicts": Edit(_("Decide a doubtful conflict"), may_decide_findings, decide_finding, decide_form, page=False),
}
KINDS = [
    RecordKind(
        collection="rounds",
        model=Round,
        label=_("Review round"),
        label_plural=_("Review rounds"),
        visible=visible_rounds,
        present=present_round,
        row=row_of_round,
        steps=STEPS,
        opening=Opening(may_open_round, open_round, round_form, _("Prepare a round")),
        icon="list-check",
        timeline=follows_rounds,
        search=("title__icontains", "number__icontains"),
        edits=EDITS,
    )
]
