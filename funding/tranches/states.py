"""States and lifecycle of a tranche; accounts of the double entry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class TrancheState(TextChoices):
    PLANNED = "planned", pgettext_lazy("tranche", "Planned")
    DUE = "due", pgettext_lazy("tranche", "Due")
    APPROVED = "approved", pgettext_lazy("tranche", "Approved for payment")
    PAID = "paid", pgettext_lazy("tranche", "Paid")
    RECEIVED = "received", pgettext_lazy("tranche", "Received")
    WITHHELD = "withheld", pgettext_lazy("tranche", "Withheld")


class Account(TextChoices):
    TREASURY = "treasury", _("Treasury")
    PROJECT_CASH = "project_cash", _("Granted money at the institution")
    PROJECT_SPENT = "project_spent", _("Granted money spent")
    OWN_MONEY = "own_money", _("Self-raised money")
    OWN_SPENT = "own_spent", _("Self-raised money spent")


S = TrancheState
TRANCHE = Lifecycle(
    S.PLANNED,
    [
        Step("fall_due", at(S.PLANNED), S.DUE, "system", "due_at", _("Fall due"), _("Tranche fell due")),
        Step("approve", at(S.DUE), S.APPROVED, "officer", "approved_at", _("Approve the payment"), _("Payment approved")),
        Step("pay", at(S.APPROVED), S.PAID, "finance", "paid_at", _("Record the payment"), _("Tranche paid")),
        Step("confirm_receipt", at(S.PAID), S.RECEIVED, "institution", "received_at", _("Confirm the receipt"), _("Receipt confirmed")),
        Step("withhold", at(S.DUE, S.APPROVED), S.WITHHELD, "officer", None, _("Withhold the payment"), _("Payment withheld")),
        Step("release", at(S.WITHHELD), S.DUE, "officer", None, _("Release the payment"), _("Payment released")),
    ],
)  # fmt: skip
