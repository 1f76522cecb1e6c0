"""The words of refusals about calls."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "window-not-open": Reason(_("Reception opens at %(opens)s. What you write is kept as a draft until then.")),
        "window-closed": Reason(
            _("Reception closed at %(closes)s (server time). Your draft is kept; it can be copied into the next call.")
        ),
        "may-not-lead": Reason(_("Under this call, an institution of your kind may take part but not lead.")),
        "call-not-published": Reason(_("The call is not open to applications.")),
        "call-without-direction": Reason(_("Add at least one direction before publishing the call.")),
        "call-still-open": Reason(_("The call can be closed when its last window has ended, at %(closes)s.")),
    }
)
