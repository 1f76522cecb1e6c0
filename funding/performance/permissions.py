"""Who evaluates itself, who evaluates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.permissions import is_person
from core.verdict import YES, Verdict, first_no, no
from funding.performance.models import PerformanceEvaluation
from projects.contracts.permissions import leads_project, manages_project


def may_self_evaluate(user: Any, evaluation: PerformanceEvaluation, at: datetime) -> Verdict:
    return leads_project(user, evaluation.project, at)


def may_evaluate(user: Any, evaluation: PerformanceEvaluation, at: datetime) -> Verdict:
    """The officer of the programme, who is not the project's leader."""
    own = is_person(user, evaluation.project.principal_investigator_id)
    return first_no(manages_project(user, evaluation.project, at), lambda: no("who", "same-person") if own else YES)
