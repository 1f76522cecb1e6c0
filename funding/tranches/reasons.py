"""The words of refusals about payments."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "payment-frozen": Reason(
            _("The project is “%(state)s”: nothing is paid until that is settled. Withhold the payment if it lasts.")
        ),
        "voucher-used": Reason(_("Voucher %(voucher)s is already in the books. Check the number on the paper.")),
        "contract-not-signed": Reason(_("The contract is not signed yet; nothing can be paid on it.")),
        "more-than-granted": Reason(_("%(paid)s yuan would be paid of %(granted)s granted.")),
    }
)
