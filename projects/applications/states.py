"""States and lifecycle of an application; the choices of its typed tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ApplicationState(TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Draft")
    AWAITING_ENDORSEMENT = "awaiting_endorsement", _("Awaiting endorsement")
    AWAITING_RECOMMENDATION = "awaiting_recommendation", _("Awaiting recommendation")
    FORMAL_CHECK = "formal_check", _("In formal check")
    CORRECTION = "correction", _("To be corrected")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted for review")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


class Source(TextChoices):
    GRANTED = "granted", _("Granted funds")
    SELF_RAISED = "self_raised", _("Self-raised funds")


class Category(TextChoices):
    EQUIPMENT = "equipment", _("Equipment")
    BUSINESS = "business", _("Operating costs")
    LABOUR = "labour", _("Labour")
    INDIRECT = "indirect", _("Indirect costs")


class Comparison(TextChoices):
    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"


class IndicatorCategory(TextChoices):
    TECHNICAL = "technical", _("Technical")
    ECONOMIC = "economic", _("Economic")
    OUTPUT = "output", _("Output")


S = ApplicationState
APPLICATION = Lifecycle(
    S.DRAFT,
    [
        Step("submit", at(S.DRAFT), S.AWAITING_ENDORSEMENT, "applicant", "submitted_at", _("Submit the application"), _("Application submitted")),
        Step("endorse", at(S.AWAITING_ENDORSEMENT), S.FORMAL_CHECK, "institution", "endorsed_at", _("Endorse"), _("Endorsed by the institution")),
        Step("endorse_onward", at(S.AWAITING_ENDORSEMENT), S.AWAITING_RECOMMENDATION, "institution", "endorsed_at", _("Endorse for recommendation"), _("Endorsed by the institution")),
        Step("recommend", at(S.AWAITING_RECOMMENDATION), S.FORMAL_CHECK, "recommender", "recommended_at", _("Recommend"), _("Recommended")),
        Step("send_back", at(S.AWAITING_ENDORSEMENT, S.AWAITING_RECOMMENDATION), S.DRAFT, "institution", None, _("Return for changes"), _("Returned for changes")),
        Step("ask_correction", at(S.FORMAL_CHECK), S.CORRECTION, "officer", None, _("Ask for a correction"), _("Correction asked for")),
        Step("correct", at(S.CORRECTION), S.FORMAL_CHECK, "applicant", "corrected_at", _("Send the correction"), _("Correction sent")),
        Step("accept", at(S.FORMAL_CHECK), S.ACCEPTED, "officer", "accepted_at", _("Accept for review"), _("Accepted for review")),
        Step("refuse", at(S.FORMAL_CHECK, S.CORRECTION), S.NOT_ACCEPTED, "officer", "refused_at", _("Refuse acceptance"), _("Not accepted")),
        Step("withdraw", at(S.DRAFT, S.AWAITING_ENDORSEMENT, S.AWAITING_RECOMMENDATION, S.FORMAL_CHECK, S.CORRECTION), S.WITHDRAWN, "applicant", "withdrawn_at", _("Withdraw the application"), _("Application withdrawn")),
    ],
)  # fmt: skip
