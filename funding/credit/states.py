"""States and lifecycle of a credit event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.lifecycle import Lifecycle, Step, at


class CreditState(TextChoices):
    RECORDED = "recorded", _("Recorded")
    IN_FORCE = "in_force", _("Counts")
    APPEALED = "appealed", _("Appealed (suspended)")
    ANNULLED = "annulled", _("Annulled")


class CreditCategory(TextChoices):
    DUTIES = "duties", _("Reports and deadlines")
    RESULTS = "results", _("Results of assessment and acceptance")
    MONEY = "money", _("Use of money")
    CONDUCT = "conduct", _("Conduct")


class CreditCode(TextChoices):
    """What can be recorded; points and categories are policy."""

    REPORT_LATE = "report-late", _("Report late, up to 30 days")
    REPORT_VERY_LATE = "report-very-late", _("Report late, more than 30 days")
    REPORT_MISSING = "report-missing", _("Report missing")
    ACCEPTANCE_LATE = "acceptance-late", _("Acceptance applied for late, up to 3 months")
    ACCEPTANCE_LATE_3 = "acceptance-late-3", _("Acceptance applied for late, more than 3 months")
    ACCEPTANCE_LATE_12 = "acceptance-late-12", _("Acceptance applied for late, more than 12 months")
    NOT_RECTIFIED = "not-rectified", _("Rectification not done")
    ACCEPTANCE_FAILED = "acceptance-failed", _("Acceptance failed")
    MIDTERM_UNQUALIFIED = "midterm-unqualified", _("Mid-term assessed unqualified")
    CONCLUDED = "concluded", _("Concluded for causes beyond control")
    UNAPPROVED_CHANGE = "unapproved-change", _("Change of leader, institution or targets without approval")
    OBSTRUCTION = "obstruction", _("Inspection refused or obstructed")
    INELIGIBLE_1 = "ineligible-1", _("Ineligible spending, up to 1 % of the grant")
    INELIGIBLE_5 = "ineligible-5", _("Ineligible spending, 1 to 5 % of the grant")
    INELIGIBLE_MORE = "ineligible-more", _("Ineligible spending, more than 5 % of the grant")
    NO_SEPARATE_ACCOUNTS = "no-separate-accounts", _("No separate accounts")
    TRANSFER_LATE = "transfer-late", _("Transfer to a partner more than 30 days late")
    INDIRECT_EXCEEDED = "indirect-exceeded", _("Indirect costs above their ceiling")
    EQUIPMENT_UNAPPROVED = "equipment-unapproved", _("Equipment bought without approval")
    SURPLUS_UNPAID = "surplus-unpaid", _("Surplus or recovery unpaid for more than 60 days")
    SELF_RAISED_80 = "self-raised-80", _("Self-raised money arrived below 80 %")
    SELF_RAISED_50 = "self-raised-50", _("Self-raised money arrived below 50 %")
    FRAUD = "fraud", _("Confirmed fraud (veto)")
    EMBEZZLEMENT = "embezzlement", _("Embezzlement (veto)")
    FORGED_VOUCHERS = "forged-vouchers", _("Forged vouchers (veto)")
    REVOKED = "revoked", _("Project revoked (veto)")


S = CreditState
CREDIT_EVENT = Lifecycle(
    S.RECORDED,
    [
        Step("put_in_force", at(S.RECORDED), S.IN_FORCE, "integrity", "in_force_at", _("Put in force"), _("Credit event in force")),
        Step("appeal", at(S.IN_FORCE), S.APPEALED, "subject", "appealed_at", _("Appeal"), _("Appeal filed")),
        Step("uphold", at(S.APPEALED), S.IN_FORCE, "integrity", "answered_at", _("Uphold the event"), _("Appeal answered: the event stands")),
        Step("annul", at(S.RECORDED, S.APPEALED), S.ANNULLED, "integrity", "answered_at", _("Annul the event"), _("Credit event annulled")),
    ],
)  # fmt: skip
