"""States and lifecycle of an acceptance; kinds of achievements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class AcceptanceState(TextChoices):
    DRAFT = "draft", pgettext_lazy("acceptance", "Draft")
    AWAITING_ENDORSEMENT = "awaiting_endorsement", _("Awaiting endorsement")
    UNDER_REVIEW = "under_review", _("Under review")
    RECTIFICATION = "rectification", pgettext_lazy("acceptance", "To be rectified")
    REVIEWED = "reviewed", _("Reviewed, awaiting the conclusion")
    CONCLUDED = "concluded", pgettext_lazy("acceptance", "Conclusion given")


class Conclusion(TextChoices):
    PASS = "pass", pgettext_lazy("conclusion", "Passed")
    CONCLUDE = "conclude", pgettext_lazy("conclusion", "Concluded")
    FAIL = "fail", pgettext_lazy("conclusion", "Failed")


class AchievementKind(TextChoices):
    PAPER = "paper", _("Paper")
    PATENT = "patent", _("Patent")
    STANDARD = "standard", _("Standard")
    REPORT = "report", _("Scientific report")
    PRODUCT = "product", _("Product or process")


S = AcceptanceState
ACCEPTANCE = Lifecycle(
    S.DRAFT,
    [
        Step("submit", at(S.DRAFT), S.AWAITING_ENDORSEMENT, "applicant", "submitted_at", _("Apply for acceptance"), _("Acceptance applied for")),
        Step("endorse", at(S.AWAITING_ENDORSEMENT), S.UNDER_REVIEW, "institution", "endorsed_at", _("Endorse the acceptance"), _("Acceptance endorsed")),
        Step("send_back", at(S.AWAITING_ENDORSEMENT, S.UNDER_REVIEW), S.DRAFT, "institution", None, _("Return the acceptance"), _("Acceptance returned")),
        Step("order_rectification", at(S.UNDER_REVIEW), S.RECTIFICATION, "officer", None, _("Order rectification before acceptance"), _("Rectification before acceptance ordered")),
        Step("resubmit", at(S.RECTIFICATION), S.UNDER_REVIEW, "applicant", "resubmitted_at", _("Send the rectification"), _("Rectification sent")),
        Step("review", at(S.UNDER_REVIEW), S.REVIEWED, "officer", "reviewed_at", _("Record the experts' opinion"), _("Reviewed by experts")),
        Step("conclude", at(S.REVIEWED), S.CONCLUDED, "leader", "concluded_at", _("Give the conclusion"), _("Conclusion given")),
    ],
)  # fmt: skip
