"""The words of refusals about credit events."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "appeal-too-late": Reason(_("An appeal could be filed until %(until)s.")),
        "appealed-already": Reason(
            _(
                "An appeal against this event was answered already. A further complaint goes to the authority in writing."
            )
        ),
        "veto-without-document": Reason(
            _("A veto rests on a decision: give the document number of the decision that found it.")
        ),
        "event-in-the-future": Reason(_("%(day)s lies in the future. Give the day on which it happened.")),
        "event-of-another-programme": Reason(_("This project belongs to another department.")),
    }
)
register(
    {
        "low-project-score": Reason(
            _("Project %(project)s stands at %(score)s, below %(least)s, within the last two years: band C at best.")
        ),
        "long-overdue": Reason(
            _("An application for acceptance has been due since %(since)s, for %(months)s months: band C at best.")
        ),
        "sanctioned-now": Reason(_("A sanction is in force until %(until)s: band D.")),
    }
)
