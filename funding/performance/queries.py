"""Who sees which performance evaluations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from core.policy import InForce, in_force
from funding.performance.models import PerformanceEvaluation
from funding.performance.policy import PerformancePolicy
from funding.performance.rules import suggested_execution
from projects.contracts.models import MoneySummary, Project
from projects.contracts.queries import visible_projects


def visible_evaluations(user: Any) -> QuerySet[PerformanceEvaluation]:
    """Whoever sees the project sees how it was evaluated."""
    return PerformanceEvaluation.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "project__principal_investigator", "scored_by__person"
    )


def policy_of(project: Project) -> InForce[PerformancePolicy]:
    return in_force(PerformancePolicy, scope=project.programme.code, year=project.year)


def suggestion_for(project: Project) -> Decimal | None:
    """The points that the spending of the granted money suggests for execution; shown, never imposed."""
    money = MoneySummary.objects.filter(project=project).first()
    spent = money.granted_spent if money else Decimal(0)
    return suggested_execution(spent, project.granted, policy_of(project).values.execution)
