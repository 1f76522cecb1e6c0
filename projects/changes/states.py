"""States and lifecycle of change requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ChangeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("change", "Draft")
    AWAITING_INSTITUTION = "awaiting_institution", _("Awaiting the institution's consent")
    AWAITING_AUTHORITY = "awaiting_authority", _("Awaiting the authority's reply")
    GRANTED = "granted", pgettext_lazy("change", "Granted")
    REFUSED = "refused", pgettext_lazy("change", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Withdrawn")


class ChangeKind(TextChoices):
    PERIOD = "period", _("Extend the period")
    BUDGET = "budget", _("Move money between categories")
    PRINCIPAL_INVESTIGATOR = "principal_investigator", _("Change the project leader")
    CONTENT = "content", _("Change content or route")
    TERMINATION = "termination", _("Terminate the project")


S = ChangeState
CHANGE = Lifecycle(
    S.DRAFT,
    [
        Step("submit", at(S.DRAFT), S.AWAITING_INSTITUTION, "applicant", "submitted_at", _("Submit the request"), _("Change requested")),
        Step("agree", at(S.AWAITING_INSTITUTION), S.AWAITING_AUTHORITY, "institution", "agreed_at", _("Agree for the institution"), _("Institution agreed to the change")),
        Step("grant", at(S.AWAITING_AUTHORITY), S.GRANTED, "officer", "decided_at", _("Grant the change"), _("Change granted")),
        Step("refuse", at(S.AWAITING_INSTITUTION, S.AWAITING_AUTHORITY), S.REFUSED, "officer", "decided_at", _("Refuse the change"), _("Change refused")),
        Step("withdraw", at(S.DRAFT, S.AWAITING_INSTITUTION, S.AWAITING_AUTHORITY), S.WITHDRAWN, "applicant", None, _("Withdraw the request"), _("Change request withdrawn")),
    ],
)  # fmt: skip
