"""The words of refusals about change requests."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "change-pending": Reason(_("A request of this kind is already under way: %(number)s.")),
        "change-not-draft": Reason(_("The request was handed in and cannot be changed any more.")),
        "change-empty": Reason(_("Say what is to be changed; nothing differs from the contract so far.")),
        "change-without-grounds": Reason(_("Give the grounds in at least %(least)s characters.")),
        "change-needs-contract": Reason(_("The project has no contract here that could be changed.")),
        "extension-used": Reason(_("A project may be extended %(most)s time(s); this was used.")),
        "extension-backwards": Reason(_("The new end must lie after %(ends)s.")),
        "extension-too-long": Reason(_("The project may be extended to %(last)s at most.")),
        "extension-too-late": Reason(_("An extension had to be asked for by %(last)s; the project ends on %(ends)s.")),
        "indirect-raised": Reason(
            _("Indirect costs may be cut, never raised: %(asked)s yuan instead of %(had)s yuan.")
        ),
        "not-of-the-institution": Reason(_("%(name)s is not a member of the institution of the project.")),
        "already-leads": Reason(_("%(name)s leads the project already.")),
        "own-change": Reason(_("You lead this project: another officer of your institution must answer.")),
    }
)
