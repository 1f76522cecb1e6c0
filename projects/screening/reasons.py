"""The words of refusals of the formal check."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "lead-limit": Reason(
            _("%(name)s already leads %(leading)s open applications or projects; the limit is %(limit)s.")
        ),
        "part-limit": Reason(
            _("%(name)s already takes part in %(count)s open applications or projects; the limit is %(limit)s.")
        ),
        "overdue-project": Reason(
            _("%(name)s has a project whose acceptance was due on %(due)s. Apply for its acceptance first.")
        ),
        "sanctioned": Reason(_("%(name)s may not apply until %(until)s (%(document)s).")),
        "credit-band-d": Reason(_("%(name)s is in credit band D and may not lead a new application.")),
        "own-application": Reason(_("You lead this application: another officer of your institution must endorse it.")),
        "institution-window-closed": Reason(_("The institutions' window closed at %(closes)s.")),
        "recommender-window-closed": Reason(_("The recommending units' window closed at %(closes)s.")),
        "no-correction-left": Reason(_("The one correction has been used. Accept or refuse the application.")),
        "own-staff": Reason(_("You take part in this application and may not act on it.")),
    }
)
