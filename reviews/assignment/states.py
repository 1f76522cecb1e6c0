"""States and lifecycle of an assignment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class AssignmentState(TextChoices):
    INVITED = "invited", _("Invited, to declare")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "To be scored")
    DONE = "done", pgettext_lazy("assignment", "Scored")
    DECLINED = "declined", pgettext_lazy("assignment", "Declined")
    VOIDED = "voided", _("Voided")


class DeclineReason(TextChoices):
    CONFLICT = "conflict", _("Conflict of interest")
    COMPETENCE = "competence", _("Outside my field")
    TIME = "time", _("No time")


S = AssignmentState
ASSIGNMENT = Lifecycle(
    S.INVITED,
    [
        Step("accept", at(S.INVITED), S.ACCEPTED, "expert", "accepted_at", _("Declare and accept"), _("Accepted by the expert")),
        Step("decline", at(S.INVITED, S.ACCEPTED), S.DECLINED, "expert", "declined_at", _("Decline"), _("Declined by the expert")),
        Step("finish", at(S.ACCEPTED), S.DONE, "expert", "done_at", _("Finish"), _("Scored")),
        Step("void", at(S.INVITED, S.ACCEPTED, S.DONE), S.VOIDED, "officer", "voided_at", _("Void the assignment"), _("Assignment voided")),
    ],
)  # fmt: skip
