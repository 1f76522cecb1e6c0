"""States and lifecycle of an expenditure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ExpenditureState(TextChoices):
    ENTERED = "entered", pgettext_lazy("expenditure", "Entered")
    VERIFIED = "verified", pgettext_lazy("expenditure", "Verified")
    REJECTED = "rejected", pgettext_lazy("expenditure", "Rejected")
    REVERSED = "reversed", pgettext_lazy("expenditure", "Reversed")


S = ExpenditureState
EXPENDITURE = Lifecycle(
    S.ENTERED,
    [
        Step("verify", at(S.ENTERED), S.VERIFIED, "institution finance", "verified_at", _("Verify the voucher"), _("Expenditure verified")),
        Step("reject", at(S.ENTERED), S.REJECTED, "institution finance", None, _("Reject the voucher"), _("Expenditure rejected")),
        Step("reverse", at(S.VERIFIED), S.REVERSED, "institution finance", "reversed_at", _("Reverse the entry"), _("Expenditure reversed")),
    ],
)  # fmt: skip
