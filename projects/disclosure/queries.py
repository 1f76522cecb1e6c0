"""What the public may read: funded items once issued, nothing before."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from projects.decisions.models import DecisionItem


def funded_items(at: datetime) -> QuerySet[DecisionItem]:
    """Issued items with title, institution, leader and amount; newest first."""
    return (
        DecisionItem.objects.filter(issued_at__lte=at)
        .select_related("application__institution", "application__principal_investigator", "decision__call__programme")
        .order_by("-issued_at", "position")
    )
