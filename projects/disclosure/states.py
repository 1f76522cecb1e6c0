"""The words of the stages of a proposal's life."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    CALL = "call", pgettext_lazy("stage", "Call")
    APPLICATION = "application", pgettext_lazy("stage", "Application")
    CHECK = "check", pgettext_lazy("stage", "Check")
    POOL = "pool", pgettext_lazy("stage", "Pool")
    REVIEW = "review", pgettext_lazy("stage", "Review")
    DECISION = "decision", pgettext_lazy("stage", "Decision")
    CONTRACT = "contract", pgettext_lazy("stage", "Contract")
    EXECUTION = "execution", pgettext_lazy("stage", "Execution")
    ACCEPTANCE = "acceptance", pgettext_lazy("stage", "Acceptance")
    ARCHIVE = "archive", pgettext_lazy("stage", "Archive")
