"""Verbs of the performance evaluation."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.notifications import notify
from core.transitions import open_record, take_step
from core.verdict import require
from funding.performance.models import PerformanceEvaluation
from funding.performance.permissions import may_evaluate, may_self_evaluate
from funding.performance.queries import policy_of, suggestion_for
from funding.performance.rules import performance_band, points_fit, total_of
from projects.contracts.models import Project


def open_evaluation(project: Project) -> PerformanceEvaluation:
    """Open the evaluation of a project that ended; once."""
    found = PerformanceEvaluation.objects.filter(project=project).first()
    if found is not None:
        return found
    with transaction.atomic():
        opened = open_record(PerformanceEvaluation(project=project, thread=project.thread), by=None)
        _tell(opened, _("Send the self-evaluation of your project"))
    return opened


def self_evaluate(
    evaluation: PerformanceEvaluation,
    *,
    by: User,
    execution: Decimal,
    output: Decimal,
    benefit: Decimal,
    satisfaction: Decimal,
    own_words: str,
) -> PerformanceEvaluation:
    """The leader's own points by part, with words."""
    points = {"execution": execution, "output": output, "benefit": benefit, "satisfaction": satisfaction}
    policy = policy_of(evaluation.project)
    require(points_fit(points, policy.values.most()))
    own = {part: str(value) for part, value in points.items()}
    return take_step(
        evaluation,
        "self_evaluate",
        by=by,
        may=may_self_evaluate,
        facts={"points": own},
        changes={"own": own, "own_words": own_words},
        policies=(policy.version,),
    )


def send_back_evaluation(evaluation: PerformanceEvaluation, *, by: User, reason: str) -> PerformanceEvaluation:
    with transaction.atomic():
        taken = take_step(evaluation, "send_back", by=by, may=may_evaluate, reason=reason)
        _tell(taken, _("Your self-evaluation was returned"), reason)
    return taken


def score_evaluation(
    evaluation: PerformanceEvaluation,
    *,
    by: User,
    execution: Decimal,
    output: Decimal,
    benefit: Decimal,
    satisfaction: Decimal,
    opinion: str,
) -> PerformanceEvaluation:
    """The bureau's points by part; their sum gives the band."""
    points = {"execution": execution, "output": output, "benefit": benefit, "satisfaction": satisfaction}
    policy = policy_of(evaluation.project)
    values = policy.values
    require(points_fit(points, values.most()))
    total = total_of(points)
    band = performance_band(total, values.excellent, values.good, values.fair)
    given = {part: str(value) for part, value in points.items()}
    with transaction.atomic():
        taken = take_step(
            evaluation,
            "score",
            by=by,
            may=may_evaluate,
            reason=opinion,
            facts={"points": given, "total": total, "band": band, "suggested": suggestion_for(evaluation.project)},
            changes={"given": given, "total": total, "band": band, "opinion": opinion, "scored_by": by},
            policies=(policy.version,),
        )
        _tell(taken, _("The performance of your project was evaluated"), opinion)
    return taken


def _tell(evaluation: PerformanceEvaluation, subject: object, body: str = "") -> None:
    users = User.objects.filter(person_id=evaluation.project.principal_investigator_id)
    address = f"/records/performance/{evaluation.uuid}/"
    key = f"{address}:{evaluation.state}:{evaluation.state_since}"
    notify(users, topic="performance", subject=subject, body=body or evaluation.project.title, address=address, key=key)
