"""The draw as its key holders and the bureau see it: who turned which key, and what came of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_staff
from core.records import Fact, Link, Presentation, RecordKind, Related, StepAction
from core.records import kinds as registered
from reviews.drawing.models import Draw
from reviews.drawing.permissions import may_freeze_draw, may_turn_first_key, may_turn_second_key
from reviews.drawing.queries import visible_draws
from reviews.drawing.services import freeze_draw, turn_first_key, turn_second_key
from reviews.drawing.states import DrawState


def present_draw(draw: Draw, user: Any) -> Presentation:
    """Keys and order are nobody's before the draw is frozen; what binds both (pool and seed) is shown when it is drawn."""
    round_ = draw.round
    facts = [
        Fact("seats", _("Experts wanted"), round_.experts_wanted, "number"),
        Fact("items", _("Items"), round_.items.count(), "number"),
        Fact("first_by", _("First key turned by"), draw.first_by.display_name() if draw.first_by else "", "person"),
        Fact("armed_at", _("First key turned at"), draw.armed_at, "instant"),
        Fact("second_by", _("Second key turned by"), draw.second_by.display_name() if draw.second_by else "", "person"),
        Fact("drawn_at", _("Second key turned at"), draw.drawn_at, "instant"),
        Fact("frozen_at", _("Frozen at"), draw.frozen_at, "instant"),
    ]
    said = draw.transcript
    if said:
        facts += [
            Fact("pool_size", _("Experts clear for every item"), len(said["pool"]), "number"),
            Fact("pool_hash", _("Fingerprint (SHA-256) of the pool"), said["pool_hash"]),
            Fact("seed", _("Seed"), said["seed"]),
            Fact("version", _("Version of the procedure"), said["version"]),
        ]
    frozen = draw.state == DrawState.FROZEN
    may_see_round = registered()["rounds"].visible(user).filter(pk=round_.pk).exists()
    return Presentation(
        title=round_.title,
        number=draw.number,
        subtitle=round_.number,
        facts=facts,
        related=[Related("rounds", round_.uuid, round_.title, round_.state_label())] if may_see_round else [],
        links=[Link(_("Transcript (JSON)"), f"/draws/{draw.uuid}/transcript/")] if frozen else [],
        next_hint=_("Two people turn a key each; neither knows the seed beforehand, and anybody can replay the draw."),
    )


def row_of_draw(draw: Draw, user: Any) -> Presentation:
    return Presentation(draw.round.title, draw.number, draw.round.number)


STEPS = {
    "turn_first_key": StepAction(
        may_turn_first_key, turn_first_key, None, _("The machine draws the first half of the seed for you, once.")
    ),
    "turn_second_key": StepAction(
        may_turn_second_key,
        turn_second_key,
        None,
        _("The roster is examined again, and the experts are drawn at once."),
    ),
    "freeze": StepAction(
        may_freeze_draw, freeze_draw, None, _("The drawn experts are invited; officers learn their names.")
    ),
}
KINDS = [
    RecordKind(
        collection="draws",
        model=Draw,
        label=_("Draw of experts"),
        label_plural=_("Draws of experts"),
        visible=visible_draws,
        present=present_draw,
        row=row_of_draw,
        steps=STEPS,
        icon="key",
        timeline=is_staff,
        search=("number__icontains", "round__title__icontains"),
    )
]
