"""The words of refusals about the reserve pool."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "score-below-pool": Reason(_("A score of %(score)s is below %(threshold)s, the least for the pool.")),
        "pool-entry-expired": Reason(_("The entry was valid until %(until)s. Renew it first, or remove it.")),
        "renewals-used": Reason(_("An entry can be renewed %(most)s times only.")),
        "budget-exhausted": Reason(
            _("%(wanted)s yuan wanted, %(left)s yuan left on this budget line. Choose another line.")
        ),
        "budget-line-known": Reason(_("The budget line %(number)s was entered already.")),
        "budget-of-another-programme": Reason(_("This budget line belongs to another programme.")),
        "limits-at-release": Reason(_("The checks were run again: %(words)s")),
    }
)
