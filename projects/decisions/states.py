"""States and lifecycles of decisions, public notices (公示) and objections."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, Step, at


class DecisionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("decision", "Draft")
    PROPOSED = "proposed", _("Proposed")
    DELIBERATED = "deliberated", _("Deliberated")
    ISSUED = "issued", _("Issued")


class ItemVerdict(TextChoices):
    FUND = "fund", _("To be funded")
    RESERVE = "reserve", _("Kept in reserve")
    REJECT = "reject", _("Not to be funded")


class NoticeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("notice", "Draft")
    PUBLISHED = "published", pgettext_lazy("notice", "On public notice")
    CLOSED = "closed", pgettext_lazy("notice", "Notice ended")


class ObjectionState(TextChoices):
    FILED = "filed", _("Filed")
    INVESTIGATING = "investigating", _("Under investigation")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Not upheld")
    DECLINED = "declined", pgettext_lazy("objection", "Not taken up")


D, N, O = DecisionState, NoticeState, ObjectionState  # noqa: E741  # three tables side by side
DECISION = Lifecycle(
    D.DRAFT,
    [
        Step("propose", at(D.DRAFT), D.PROPOSED, "officer", "proposed_at", _("Propose the list"), _("List proposed")),
        Step("send_back", at(D.PROPOSED), D.DRAFT, "leader", None, _("Send the list back"), _("List sent back")),
        Step("deliberate", at(D.PROPOSED), D.DELIBERATED, "leader", "deliberated_at", _("Record the deliberation"), _("Deliberated by the bureau")),
        Step("issue", at(D.DELIBERATED), D.ISSUED, "leader", "issued_at", _("Issue the decision"), _("Decision issued")),
        Step("issue_rest", at(D.ISSUED), D.ISSUED, "leader", None, _("Issue items no longer held"), _("Held items issued")),
    ],
)  # fmt: skip
NOTICE = Lifecycle(
    N.DRAFT,
    [
        Step("publish", at(N.DRAFT), N.PUBLISHED, "officer", "published_at", _("Publish the notice"), _("Public notice began")),
        Step("close", at(N.PUBLISHED), N.CLOSED, "officer", "closed_at", _("End the notice"), _("Public notice ended")),
    ],
)  # fmt: skip
OBJECTION = Lifecycle(
    O.FILED,
    [
        Step("take_up", at(O.FILED), O.INVESTIGATING, "integrity", "taken_up_at", _("Take up the objection"), _("Objection taken up")),
        Step("decline", at(O.FILED), O.DECLINED, "integrity", "answered_at", _("Decline the objection"), _("Objection not taken up")),
        Step("uphold", at(O.INVESTIGATING), O.UPHELD, "integrity", "answered_at", _("Uphold the objection"), _("Objection upheld")),
        Step("dismiss", at(O.INVESTIGATING), O.DISMISSED, "integrity", "answered_at", _("Answer: not upheld"), _("Objection not upheld")),
    ],
)  # fmt: skip
