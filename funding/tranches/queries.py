"""Who sees which tranches; what the postings of a project sum to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from funding.tranches.models import Posting, Tranche
from funding.tranches.rules import Sums, sums_of
from projects.contracts.models import Project
from projects.contracts.queries import visible_projects


def visible_tranches(user: Any) -> QuerySet[Tranche]:
    """Whoever sees the project sees its payments."""
    return Tranche.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme",
        "project__institution",
        "project__principal_investigator",
        "project__decision_item__decision__appropriation",
        "approved_by__person",
        "paid_by__person",
    )


def balances_of(project: Project) -> dict[str, Decimal]:
    """The balance of each account of a project, in yuan."""
    rows = Posting.objects.filter(project=project).values_list("account").annotate(total=Sum("amount")).order_by()
    return dict(rows)


def sums_now(project: Project) -> Sums:
    return sums_of(balances_of(project))


def postings_of(document: Any) -> QuerySet[Posting]:
    """The sides of every entry that a tranche or expenditure caused, oldest first."""
    return Posting.objects.filter(document=document.uuid).order_by("pk")
