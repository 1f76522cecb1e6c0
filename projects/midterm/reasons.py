"""The words of refusals about reports."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "report-exists": Reason(_("There is already a %(kind)s for %(year)s: go on with that one.")),
        "report-year-outside": Reason(_("The project runs from %(first)s to %(last)s; %(year)s lies outside.")),
        "project-without-period": Reason(_("The project has no period. Complete it first.")),
        "report-not-draft": Reason(_("The report was handed in and can be changed only after it is returned.")),
        "indicator-value-missing": Reason(_("Say which value “%(name)s” has reached.")),
        "own-report": Reason(_("You lead this project: another officer of your institution must endorse its report.")),
    }
)
