"""States and lifecycle of a score sheet; what an expert may say on it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ScoresheetState(TextChoices):
    DRAFT = "draft", pgettext_lazy("scoresheet", "Being scored")
    SUBMITTED = "submitted", pgettext_lazy("scoresheet", "Submitted")
    VOID = "void", pgettext_lazy("scoresheet", "Void")


class Familiarity(TextChoices):
    FAMILIAR = "familiar", _("Familiar")
    FAIRLY = "fairly", _("Fairly familiar")
    UNFAMILIAR = "unfamiliar", _("Not familiar")


class Recommendation(TextChoices):
    PRIORITY = "priority", _("Fund with priority")
    FUND = "fund", _("Fundable")
    REJECT = "reject", _("Do not fund")


S = ScoresheetState
SCORESHEET = Lifecycle(
    S.DRAFT,
    [
        Step("submit", at(S.DRAFT), S.SUBMITTED, "expert", "submitted_at", _("Submit the score sheet"), _("Score sheet submitted")),
        Step("annul", at(S.DRAFT, S.SUBMITTED), S.VOID, "system", None, _("Annul the score sheet"), _("Score sheet annulled")),
    ],
)  # fmt: skip
