"""Credit events that reports and acceptances give rise to by themselves; they wait for the integrity officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from core.clock import local_day
from core.lifecycle import Step
from core.models import LedgerEntry
from core.records import Record
from core.signals import step_taken
from funding.credit.queries import policy_on
from funding.credit.rules import late_acceptance_code, late_report_code
from funding.credit.services import record_by_itself
from funding.credit.states import CreditCode
from projects.acceptance.models import Acceptance
from projects.acceptance.states import Conclusion
from projects.midterm.models import Report
from projects.midterm.states import Grade, ReportKind


@receiver(step_taken, sender=Report)
def after_report(record: Report, step: Step, at: datetime, **_kwargs: Any) -> None:
    today = local_day(at)
    if step.name == "assess" and record.report_kind == ReportKind.MIDTERM and record.grade == Grade.UNQUALIFIED:
        record_by_itself(record.project, CreditCode.MIDTERM_UNQUALIFIED, today, record.opinion, source=record.uuid)
    if step.name == "submit":
        code = late_report_code(record.due_on, today, days=policy_on(today).values.report_late_days)
        if code and is_first(record):
            _record_late(record, code, today)


@receiver(step_taken, sender=Acceptance)
def after_acceptance(record: Acceptance, step: Step, at: datetime, **_kwargs: Any) -> None:
    today = local_day(at)
    if step.name == "conclude" and record.conclusion == Conclusion.FAIL:
        record_by_itself(record.project, CreditCode.ACCEPTANCE_FAILED, today, record.opinion, source=record.uuid)
    if step.name == "submit":
        months = policy_on(today).values.acceptance_late_months
        code = late_acceptance_code(record.due_on, today, months=(months[0], months[1]))
        if code and is_first(record):
            _record_late(record, code, today)


def is_first(record: Record) -> bool:
    """Was it handed in for the first time? What was in time and came back is not late when it is sent again."""
    return LedgerEntry.objects.filter(record=record.uuid, step="submit").count() == 1


def _record_late(record: Report | Acceptance, code: str, today: Any) -> None:
    words = _("Due %(due)s, submitted %(submitted)s, %(days)s days late.") % {
        "due": record.due_on,
        "submitted": today,
        "days": (today - record.due_on).days,
    }
    record_by_itself(record.project, code, today, words, source=record.uuid)
