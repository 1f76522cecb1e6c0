"""States and lifecycles of projects and contracts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class ProjectState(TextChoices):
    CONTRACTING = "contracting", _("Contract being signed")
    ACTIVE = "active", pgettext_lazy("project", "Running")
    RECTIFYING = "rectifying", pgettext_lazy("project", "To be rectified")
    SUSPENDED = "suspended", pgettext_lazy("project", "Suspended")
    UNDER_ACCEPTANCE = "under_acceptance", _("Under acceptance")
    PASSED = "passed", _("Passed")
    CONCLUDED = "concluded", pgettext_lazy("project", "Concluded")
    FAILED = "failed", _("Failed")
    TERMINATED = "terminated", _("Terminated")
    LAPSED = "lapsed", _("Lapsed")
    ARCHIVED = "archived", _("Archived")


class ContractState(TextChoices):
    DRAFT = "draft", pgettext_lazy("contract", "Budget to be rebuilt")
    AWAITING_INSTITUTION = "awaiting_institution", _("Awaiting the institution's signature")
    AWAITING_AUTHORITY = "awaiting_authority", _("Awaiting the authority's signature")
    SIGNED = "signed", _("Signed")
    LAPSED = "lapsed", _("Lapsed")


class TrancheCondition(TextChoices):
    ON_SIGNING = "on_signing", _("When the contract is signed")
    AFTER_MIDTERM = "after_midterm", _("After a qualified mid-term")
    AFTER_ACCEPTANCE = "after_acceptance", _("After acceptance")


P, C = ProjectState, ContractState
PROJECT = Lifecycle(
    P.CONTRACTING,
    [
        Step("start", at(P.CONTRACTING), P.ACTIVE, "system", "started_at", _("Start"), _("Project started")),
        Step("lapse", at(P.CONTRACTING), P.LAPSED, "system", "ended_at", _("Let the approval lapse"), _("Approval lapsed")),
        Step("order_rectification", at(P.ACTIVE), P.RECTIFYING, "officer", None, _("Order rectification"), _("Rectification ordered")),
        Step("confirm_rectification", at(P.RECTIFYING), P.ACTIVE, "officer", None, _("Confirm the rectification"), _("Rectification confirmed")),
        Step("suspend", at(P.ACTIVE, P.RECTIFYING), P.SUSPENDED, "officer", None, _("Suspend"), _("Project suspended")),
        Step("resume", at(P.SUSPENDED), P.ACTIVE, "officer", None, _("Resume"), _("Project resumed")),
        Step("enter_acceptance", at(P.ACTIVE), P.UNDER_ACCEPTANCE, "system", None, _("Enter acceptance"), _("Acceptance began")),
        Step("leave_acceptance", at(P.UNDER_ACCEPTANCE), P.ACTIVE, "system", None, _("Leave acceptance"), _("Acceptance returned")),
        Step("pass", at(P.UNDER_ACCEPTANCE), P.PASSED, "system", "ended_at", _("Pass"), _("Passed acceptance")),
        Step("conclude", at(P.UNDER_ACCEPTANCE), P.CONCLUDED, "system", "ended_at", _("Conclude"), _("Concluded without passing")),
        Step("fail", at(P.UNDER_ACCEPTANCE), P.FAILED, "system", "ended_at", _("Fail"), _("Failed acceptance")),
        Step("terminate", at(P.ACTIVE, P.RECTIFYING, P.SUSPENDED), P.TERMINATED, "system", "ended_at", _("Terminate"), _("Project terminated")),
        Step("archive", at(P.PASSED, P.CONCLUDED, P.FAILED, P.TERMINATED), P.ARCHIVED, "system", "archived_at", _("Archive"), _("Project archived")),
    ],
)  # fmt: skip
CONTRACT = Lifecycle(
    C.DRAFT,
    [
        Step("submit", at(C.DRAFT), C.AWAITING_INSTITUTION, "applicant", "submitted_at", _("Sign and send to the institution"), _("Contract signed by the leader")),
        Step("sign", at(C.AWAITING_INSTITUTION), C.AWAITING_AUTHORITY, "institution", "institution_signed_at", _("Sign for the institution"), _("Contract signed by the institution")),
        Step("send_back", at(C.AWAITING_INSTITUTION, C.AWAITING_AUTHORITY), C.DRAFT, "institution", None, _("Return the contract"), _("Contract returned")),
        Step("countersign", at(C.AWAITING_AUTHORITY), C.SIGNED, "leader", "signed_at", _("Sign for the authority"), _("Contract signed by the authority")),
        Step("lapse", at(C.DRAFT, C.AWAITING_INSTITUTION, C.AWAITING_AUTHORITY), C.LAPSED, "officer", None, _("Let the contract lapse"), _("Contract lapsed")),
    ],
)  # fmt: skip
