"""The words of refusals about decisions, notices and objections."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "decision-empty": Reason(_("No item is to be funded. Set amounts first.")),
        "approved-nothing": Reason(_("“%(title)s” is to be funded but has no amount.")),
        "approved-above-suggested": Reason(
            _("“%(title)s”: %(approved)s yuan exceed the suggested %(suggested)s yuan.")
        ),
        "decision-above-money": Reason(
            _("The amounts add up to %(total)s yuan; the budget line holds %(money)s yuan.")
        ),
        "notice-not-published": Reason(_("The public notice has not been published yet.")),
        "notice-still-on": Reason(_("The public notice runs through %(closes)s; it cannot be shortened.")),
        "notice-not-closed": Reason(_("End the public notice first.")),
        "nothing-to-issue": Reason(_("Every item is held by an objection or was issued already.")),
        "objection-anonymous": Reason(_("Objections are handled when made by name and with a contact.")),
        "objection-without-facts": Reason(
            _("State the facts in at least %(least)s characters, so that they can be examined.")
        ),
        "objection-window-closed": Reason(_("The time for objections ended on %(closes)s.")),
        "decision-not-deliberated": Reason(
            _("The notice can be published when the bureau has deliberated on the list.")
        ),
        "not-in-pool-or-reviewed": Reason(_("“%(title)s” is neither released from the pool nor reviewed.")),
        "decision-not-draft": Reason(_("The list can be changed while it is a draft only.")),
    }
)
