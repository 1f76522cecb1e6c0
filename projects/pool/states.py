"""States and lifecycle of an entry of the reserve pool."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class PoolState(TextChoices):
    AWAITING_ADMISSION = "awaiting_admission", _("Awaiting admission")
    IN_POOL = "in_pool", _("In the pool")
    ON_HOLD = "on_hold", pgettext_lazy("pool", "On hold")
    RELEASED = "released", _("Released")
    EXITED = "exited", _("Removed from the pool")


class ExitCode(TextChoices):
    NOT_ADMITTED = "not_admitted", _("Not admitted")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("pool", "Withdrawn")
    INELIGIBLE = "ineligible", _("No longer eligible")
    DUPLICATE = "duplicate", _("Duplicate funding")
    OBSOLETE = "obsolete", _("Direction obsolete")
    INTEGRITY = "integrity", _("Breach of integrity")


class Maturity(TextChoices):
    A = "A", _("A: ready within 3 months")
    B = "B", _("B: ready within a year")
    C = "C", _("C: to be developed")


S = PoolState
POOL_ENTRY = Lifecycle(
    S.AWAITING_ADMISSION,
    [
        Step("admit", at(S.AWAITING_ADMISSION), S.IN_POOL, "officer", "admitted_at", _("Admit to the pool"), _("Admitted to the reserve pool")),
        Step("refuse_admission", at(S.AWAITING_ADMISSION), S.EXITED, "officer", "exited_at", _("Refuse admission"), _("Not admitted to the pool")),
        Step("hold", at(S.IN_POOL), S.ON_HOLD, "officer", None, _("Put on hold"), _("Put on hold")),
        Step("resume", at(S.ON_HOLD), S.IN_POOL, "officer", None, _("Resume"), _("Back in the pool")),
        Step("renew", at(S.IN_POOL), S.IN_POOL, "officer", None, _("Renew"), _("Renewed")),
        Step("release", at(S.IN_POOL), S.RELEASED, "officer", "released_at", _("Release against a budget line"), _("Released from the pool")),
        Step("exit", at(S.IN_POOL, S.ON_HOLD), S.EXITED, "officer", "exited_at", _("Remove from the pool"), _("Removed from the pool")),
    ],
)  # fmt: skip
