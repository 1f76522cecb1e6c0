"""States and lifecycle of a draw."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step, at


class DrawState(TextChoices):
    REQUESTED = "requested", _("Awaiting the first key")
    ARMED = "armed", _("Awaiting the second key")
    DRAWN = "drawn", _("Drawn, to be frozen")
    FROZEN = "frozen", _("Frozen")


S = DrawState
DRAW = Lifecycle(
    S.REQUESTED,
    [
        Step("turn_first_key", at(S.REQUESTED), S.ARMED, "draw operator", "armed_at", _("Turn the first key"), _("First key turned")),
        Step("turn_second_key", at(S.ARMED), S.DRAWN, "supervisor", "drawn_at", _("Turn the second key and draw"), _("Second key turned, experts drawn")),
        Step("freeze", at(S.DRAWN), S.FROZEN, "supervisor", "frozen_at", _("Freeze the draw"), _("Draw frozen")),
    ],
)  # fmt: skip
