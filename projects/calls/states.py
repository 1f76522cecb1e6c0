"""States and lifecycle of a call; the classes and choices of programmes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ProgrammeClass(TextChoices):
    BASIC = "basic", _("Basic research")
    APPLIED = "applied", _("Applied research")
    INDUSTRIAL = "industrial", _("Industrialisation")
    PLATFORM = "platform", _("Platform")
    PEOPLE = "people", _("People")


class PoolGate(TextChoices):
    NONE = "none", _("No reserve pool")
    AFTER_ACCEPTANCE = "after_acceptance", _("After the formal check")
    AFTER_REVIEW = "after_review", _("After the review")


class Organised(TextChoices):
    COMPETITIVE = "competitive", _("Competitive review")
    COMMISSIONED = "commissioned", _("Commissioned")
    OPEN_CHALLENGE = "open_challenge", _("Open challenge")


class CallState(TextChoices):
    DRAFT = "draft", pgettext_lazy("call", "Draft")
    PUBLISHED = "published", pgettext_lazy("call", "Published")
    CLOSED = "closed", pgettext_lazy("call", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("call", "Withdrawn")


S = CallState
CALL = Lifecycle(
    S.DRAFT,
    [
        Step(
            "publish", at(S.DRAFT), S.PUBLISHED, "officer", "published_at", _("Publish the call"), _("Call published")
        ),
        Step("close", at(S.PUBLISHED), S.CLOSED, "officer", "closed_at", _("Close the call"), _("Call closed")),
        Step(
            "withdraw",
            at(S.DRAFT, S.PUBLISHED),
            S.WITHDRAWN,
            "officer",
            None,
            _("Withdraw the call"),
            _("Call withdrawn"),
        ),
    ],
)
