"""States and lifecycle of a project's archive file; retention codes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step, at


class ArchiveState(TextChoices):
    OPEN = "open", _("Growing")
    CHECKED = "checked", _("Checked")
    SEALED = "sealed", _("Sealed")


class Retention(TextChoices):
    PERMANENT = "Y", _("Permanent")
    YEARS_30 = "D30", _("30 years")
    YEARS_10 = "D10", _("10 years")


class Property(TextChoices):
    AUTHENTICITY = "authenticity", _("Authenticity")
    COMPLETENESS = "completeness", _("Completeness")
    USABILITY = "usability", _("Usability")
    SECURITY = "security", _("Security")


S = ArchiveState
ARCHIVE = Lifecycle(
    S.OPEN,
    [
        Step("check", at(S.OPEN), S.CHECKED, "archivist", "checked_at", _("Run the four-property check"), _("Archive checked")),
        Step("reopen", at(S.CHECKED), S.OPEN, "archivist", None, _("Reopen the file"), _("Archive reopened")),
        Step("seal", at(S.CHECKED), S.SEALED, "archivist", "sealed_at", _("Seal the archive"), _("Archive sealed")),
    ],
)  # fmt: skip
