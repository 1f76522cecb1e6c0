"""States and lifecycle of annual and mid-term reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "To be written")
    AWAITING_ENDORSEMENT = "awaiting_endorsement", _("Awaiting endorsement")
    UNDER_ASSESSMENT = "under_assessment", _("Under assessment")
    ASSESSED = "assessed", _("Assessed")


class ReportKind(TextChoices):
    ANNUAL = "annual", _("Annual report")
    MIDTERM = "midterm", _("Mid-term report")


class Grade(TextChoices):
    EXCELLENT = "excellent", _("Excellent")
    QUALIFIED = "qualified", _("Qualified")
    BASIC = "basic", _("Basically qualified (rectify)")
    UNQUALIFIED = "unqualified", _("Unqualified")


S = ReportState
REPORT = Lifecycle(
    S.DRAFT,
    [
        Step("submit", at(S.DRAFT), S.AWAITING_ENDORSEMENT, "applicant", "submitted_at", _("Submit the report"), _("Report submitted")),
        Step("endorse", at(S.AWAITING_ENDORSEMENT), S.UNDER_ASSESSMENT, "institution", "endorsed_at", _("Endorse the report"), _("Report endorsed")),
        Step("send_back", at(S.AWAITING_ENDORSEMENT, S.UNDER_ASSESSMENT), S.DRAFT, "institution", None, _("Return the report"), _("Report returned")),
        Step("assess", at(S.UNDER_ASSESSMENT), S.ASSESSED, "officer", "assessed_at", _("Give the assessment"), _("Report assessed")),
    ],
)  # fmt: skip
