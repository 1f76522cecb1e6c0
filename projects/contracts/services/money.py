"""The money of a project in sum, handed down by the funding rooms."""

from __future__ import annotations

from decimal import Decimal

from core import clock
from projects.contracts.models import MoneySummary, Project


def write_money_summary(
    project: Project, *, granted_paid: Decimal, granted_spent: Decimal, self_raised_spent: Decimal
) -> MoneySummary:
    """Keep what was paid and spent so far, in yuan; called in the transaction of the posting."""
    summary, _is_new = MoneySummary.objects.update_or_create(
        project=project,
        defaults={
            "granted_paid": granted_paid,
            "granted_spent": granted_spent,
            "self_raised_spent": self_raised_spent,
            "updated_at": clock.now(),
        },
    )
    return summary
