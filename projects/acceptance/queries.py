"""Who sees which acceptances; what the indicators had reached; projects near their end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from projects.acceptance.models import Acceptance, FinalValue
from projects.acceptance.rules import Reached
from projects.contracts.models import ContractIndicator, Project
from projects.contracts.queries import visible_projects
from projects.contracts.states import ProjectState


def visible_acceptances(user: Any) -> QuerySet[Acceptance]:
    """Whoever sees the project sees its acceptance."""
    return Acceptance.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "project__principal_investigator"
    )


def indicators_of(acceptance: Acceptance) -> list[ContractIndicator]:
    """The indicators of the project's contract, in their order."""
    return list(ContractIndicator.objects.filter(contract__project_id=acceptance.project_id).order_by("position", "pk"))


def reached_of(acceptance: Acceptance) -> list[Reached]:
    """Every indicator of the contract with its final value."""
    given: dict[int, FinalValue] = {value.indicator_id: value for value in acceptance.values.all()}
    return [
        Reached(
            each.name,
            each.comparison,
            each.target,
            given[each.pk].actual if each.pk in given else None,
            each.unit,
            given[each.pk].evidence if each.pk in given else "",
            each.get_comparison_display(),
        )
        for each in indicators_of(acceptance)
    ]


def projects_to_accept(user: Any, *, ending_by: date) -> QuerySet[Project]:
    """Projects the user leads that run, end by a day, and have no acceptance yet."""
    return Project.objects.filter(
        principal_investigator_id=user.person_id,
        state=ProjectState.ACTIVE,
        ends_on__lte=ending_by,
        acceptance__isnull=True,
        application__isnull=False,
    ).select_related("institution")
