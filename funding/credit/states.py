"""States and lifecycle of a credit event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step, at


class CreditState(TextChoices):
    RECORDED = "recorded", _("Recorded")
    IN_FORCE = "in_force", _("Counts")
    APPEALED = "appealed", _("Appealed (suspended)")
    ANNULLED = "annulled", _("Annulled")


S = CreditState
CREDIT_EVENT = Lifecycle(
    S.RECORDED,
    [
        Step("put_in_force", at(S.RECORDED), S.IN_FORCE, "integrity", "in_force_at", _("Put in force"), _("Credit event in force")),
        Step("appeal", at(S.IN_FORCE), S.APPEALED, "subject", "appealed_at", _("Appeal"), _("Appeal filed")),
        Step("uphold", at(S.APPEALED), S.IN_FORCE, "integrity", "answered_at", _("Uphold the event"), _("Appeal answered: the event stands")),
        Step("annul", at(S.RECORDED, S.APPEALED), S.ANNULLED, "integrity", "answered_at", _("Annul the event"), _("Credit event annulled")),
    ],
)  # fmt: skip
