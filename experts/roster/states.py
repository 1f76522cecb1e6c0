"""States and lifecycle of an expert."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ExpertState(TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    ACTIVE = "active", pgettext_lazy("expert", "Active")
    SUSPENDED = "suspended", pgettext_lazy("expert", "Suspended")
    RETIRED = "retired", _("Retired")


class ExpertKind(TextChoices):
    TECHNICAL = "technical", _("Technical")
    MANAGEMENT = "management", _("Management")
    FINANCE = "finance", _("Finance")
    INDUSTRY = "industry", _("Industry")
    INVESTMENT = "investment", _("Investment")


S = ExpertState
EXPERT = Lifecycle(
    S.CANDIDATE,
    [
        Step("admit", at(S.CANDIDATE), S.ACTIVE, "officer", "admitted_at", _("Admit the expert"), _("Admitted to the roster")),
        Step("suspend", at(S.ACTIVE), S.SUSPENDED, "officer", None, _("Suspend the expert"), _("Suspended from the roster")),
        Step("resume", at(S.SUSPENDED), S.ACTIVE, "officer", None, _("Resume the expert"), _("Back on the roster")),
        Step("retire", at(S.ACTIVE, S.SUSPENDED), S.RETIRED, "officer", None, _("Retire the expert"), _("Retired from the roster")),
    ],
)  # fmt: skip
