"""The words of refusals about projects and contracts."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "item-not-issued": Reason(_("The contract is drawn up when the decision has been issued.")),
        "already-contracted": Reason(_("The contract of this project was drawn up already.")),
        "contract-not-draft": Reason(_("The budget can be changed until the leader has signed.")),
        "budget-line-negative": Reason(_("No line of the budget may be negative.")),
        "budget-not-granted-sum": Reason(
            _("The granted lines add up to %(planned)s yuan; they must add up to the granted %(granted)s yuan.")
        ),
        "budget-not-own-sum": Reason(
            _("The self-raised lines add up to %(planned)s yuan; they must add up to the promised %(own)s yuan.")
        ),
        "own-contract": Reason(_("You lead this project: another officer of your institution must sign its contract.")),
        "own-project": Reason(_("You lead this project: somebody else must decide on it for the bureau.")),
        "signing-not-overdue": Reason(_("There is time to sign through %(due)s.")),
        "suspend-before-terminating": Reason(
            _("An officer suspends the project first; then the bureau's leaders decide on its termination.")
        ),
        "project-not-running": Reason(_("This is possible while the project is running only; it is “%(state)s”.")),
    }
)
