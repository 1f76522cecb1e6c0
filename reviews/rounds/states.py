"""States and lifecycle of a round."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class RoundState(TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "Being prepared")
    DRAWING = "drawing", _("Drawing experts")
    SCORING = "scoring", _("Scoring")
    LOCKED = "locked", _("Scores locked")
    RANKED = "ranked", _("Ranked")
    HANDED_DOWN = "handed_down", _("Outcome handed down")


AFTER_LOCK = (RoundState.LOCKED, RoundState.RANKED, RoundState.HANDED_DOWN)


class Blindness(TextChoices):
    SINGLE = "single", _("Single-blind")
    DOUBLE = "double", _("Double-blind")


S = RoundState
ROUND = Lifecycle(
    S.DRAFT,
    [
        Step("request_draw", at(S.DRAFT), S.DRAWING, "officer", None, _("Request the draw"), _("Draw requested")),
        Step("open", at(S.DRAWING), S.SCORING, "officer", "opened_scoring_at", _("Open the scoring"), _("Scoring opened")),
        Step("lock", at(S.SCORING), S.LOCKED, "officer", "locked_at", _("Lock the scores"), _("Scores locked")),
        Step("rank", at(S.LOCKED), S.RANKED, "chair", "ranked_at", _("Fix the ranking"), _("Ranking fixed")),
        Step("hand_down", at(S.RANKED), S.HANDED_DOWN, "officer", "handed_down_at", _("Hand the outcome down"), _("Outcome handed down")),
    ],
)  # fmt: skip
