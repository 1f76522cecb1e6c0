"""Policy values of payments."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("funding.tranches", label=_("Payment of the grant"))
@dataclass(frozen=True)
class PaymentPolicy:
    approve_days: int = value(
        10, unit=_("days"), source="practice", label=_("Approve a tranche that fell due"), least=1, most=90
    )
    pay_days: int = value(
        30, unit=_("days"), source="practice.md section 8", label=_("Pay after the approval"), least=1, most=180
    )
    confirm_days: int = value(
        10, unit=_("days"), source="practice", label=_("Confirm the receipt after the payment"), least=1, most=90
    )
