"""The words of refusals about archive files, and of what the four-property check finds."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "archive-not-open": Reason(_("The file can be changed while it is growing only. Reopen it first.")),
        "project-not-ended": Reason(_("The project has not ended yet; its state is “%(state)s”.")),
        "archive-check-failed": Reason(
            _("The check found %(count)s faults: %(words)s. Mend them, bring the file up to date and check again."),
            "DA/T 70-2018",
        ),
        "archive-incomplete": Reason(
            _("No complete archive, no acceptance. Still missing: %(parts)s."), "科学技术研究档案管理规定"
        ),
        "package-invalid": Reason(_("The package that was built does not hold: %(words)s")),
    }
)
# What a row of the check says; after a colon stands the detail.
FINDINGS = {
    "file-altered": _("The stored file is not the one that was filed"),
    "content-differs": _("The document does not say what the records say"),
    "no-record": _("No record stands behind the document any more"),
    "ledger-broken": _("The ledger does not hold"),
    "part-missing": _("Due, but missing"),
    "number-missing": _("A number is missing in the series"),
    "not-pdf-a": _("Not a whole PDF/A-2b file"),
    "format-unknown": _("The format is not allowed"),
    "active-content": _("Contains scripts or embedded files"),
    "virus-found": _("The virus scanner objects"),
    "not-scanned": _("No virus scanner is configured: not scanned"),
}
