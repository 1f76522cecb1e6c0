"""The words of refusals and flags about spending."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "granted-money-short": Reason(
            _(
                "%(wanted)s yuan are to be spent, but only %(left)s yuan of the grant have arrived and are unspent. "
                "Wait for the next payment, or enter it as self-raised."
            )
        ),
        "spent-in-the-future": Reason(_("%(day)s lies in the future. Give the day on the voucher.")),
        "own-project-vouchers": Reason(_("Whoever leads the project does not verify its vouchers.")),
        "accounts-closed": Reason(_("The project is archived; its accounts are closed.")),
    }
)
FLAGS = {
    "duplicate-invoice": Reason(_("The invoice is already in the books: voucher %(voucher)s of project %(project)s.")),
    "outside-period": Reason(_("Spent outside the project's period (%(starts)s to %(ends)s).")),
    "payee-in-team": Reason(_("The payee %(payee)s is a member of the project team.")),
    "round-amount": Reason(_("A round amount: %(amount)s yuan.")),
    "just-below": Reason(_("Just below the threshold of %(threshold)s yuan.")),
    "over-budget": Reason(
        _("With this voucher %(spent)s yuan are spent of %(planned)s yuan in the category's budget.")
    ),
    "last-month-rush": Reason(
        _("%(percent)s per cent of the money is spent in the last month of the period (at most %(most)s).")
    ),
}
register(FLAGS)
