"""States and lifecycle of a performance evaluation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class PerformanceState(TextChoices):
    DRAFT = "draft", pgettext_lazy("performance", "To be self-evaluated")
    SELF_EVALUATED = "self_evaluated", _("Self-evaluated")
    SCORED = "scored", pgettext_lazy("performance", "Evaluated")


class PerformanceBand(TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("performance", "Excellent")
    GOOD = "good", pgettext_lazy("performance", "Good")
    FAIR = "fair", pgettext_lazy("performance", "Fair")
    POOR = "poor", pgettext_lazy("performance", "Poor")


S = PerformanceState
PERFORMANCE = Lifecycle(
    S.DRAFT,
    [
        Step("self_evaluate", at(S.DRAFT), S.SELF_EVALUATED, "applicant", "self_evaluated_at", _("Send the self-evaluation"), _("Self-evaluation sent")),
        Step("send_back", at(S.SELF_EVALUATED), S.DRAFT, "officer", None, _("Return the self-evaluation"), _("Self-evaluation returned")),
        Step("score", at(S.SELF_EVALUATED), S.SCORED, "officer", "scored_at", _("Give the evaluation"), _("Performance evaluated")),
    ],
)  # fmt: skip
