"""What is wrong with a workbook of applications."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "import-no-applications": Reason(_("The sheet holds no application.")),
        "import-key-missing": Reason(_("Every row needs the number that joins the sheets.")),
        "import-key-twice": Reason(_("Number %(key)s stands twice; each application has its own.")),
        "import-key-unknown": Reason(_("“%(sheet)s” has no application of number %(key)s.")),
        "import-cell-wrong": Reason("%(said)s"),
        "import-row-twice": Reason(_("Row %(row)s says the same for this application. Join the two.")),
        "import-application-twice": Reason(_("Row %(row)s has the same title and institution.")),
        "import-application-there": Reason(
            _("The call already has an application of this title from this institution. Delete the row.")
        ),
        "import-code-differs": Reason(_("%(name)s is known under another credit code. Compare with the licence.")),
        "import-other-institution": Reason(_("You may import for your own institution; this row names %(name)s.")),
        "person-ambiguous": Reason(
            _("%(institution)s has several people called %(name)s. Add the email address of the one that is meant.")
        ),
    }
)
