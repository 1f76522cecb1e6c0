"""The performance evaluation as the floors above see it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import local_day
from core.forms import ReasonForm
from core.records import Fact, Presentation, RecordKind, Related, StepAction, Table
from funding.performance.forms import LABELS, own_points, points_form
from funding.performance.models import PerformanceEvaluation
from funding.performance.permissions import may_evaluate, may_self_evaluate
from funding.performance.queries import policy_of, suggestion_for, visible_evaluations
from funding.performance.rules import PARTS
from funding.performance.services import score_evaluation, self_evaluate, send_back_evaluation
from funding.performance.states import PerformanceState


def row_of_evaluation(evaluation: PerformanceEvaluation, user: Any) -> Presentation:
    project = evaluation.project
    return Presentation(
        project.title, project.number, f"{project.institution.name} · {project.principal_investigator.name}"
    )


def due_of(evaluation: PerformanceEvaluation, days: int) -> date | None:
    since = evaluation.state_since
    return (
        None
        if since is None or evaluation.state == PerformanceState.SCORED
        else local_day(since) + timedelta(days=days)
    )


def present_evaluation(evaluation: PerformanceEvaluation, user: Any) -> Presentation:
    project, shown = evaluation.project, row_of_evaluation(evaluation, user)
    policy = policy_of(project).values
    most = policy.most()
    rows = [
        {"part": LABELS[part], "most": most[part], "own": evaluation.own.get(part), "given": evaluation.given.get(part)}
        for part in PARTS
    ]
    columns = [
        ("part", pgettext_lazy("performance", "Part"), "text"),
        ("most", _("Most points"), "number"),
        ("own", _("Own points"), "number"),
        ("given", _("Points given"), "number"),
    ]
    facts = [
        Fact("granted", _("Granted (yuan)"), project.granted, "money"),
        Fact("suggested", _("Execution as the spending rate suggests it"), suggestion_for(project), "number", _("points")),
        Fact("total", _("Total"), evaluation.total, "number"),
        Fact("band", pgettext_lazy("performance", "Band"), evaluation.get_band_display()),
        Fact("scored_by", _("Evaluated by"), evaluation.scored_by.display_name() if evaluation.scored_by else "", "person"),
        Fact("own_words", _("Self-evaluation in words"), evaluation.own_words, "long"),
        Fact("opinion", pgettext_lazy("performance", "Opinion"), evaluation.opinion, "long"),
    ]  # fmt: skip
    is_draft = evaluation.state == PerformanceState.DRAFT
    return Presentation(
        title=shown.title,
        number=shown.number,
        subtitle=shown.subtitle,
        facts=facts,
        tables=[Table("points", _("Points by part"), columns, rows)],
        related=[Related("projects", project.uuid, project.title, project.state_label())],
        due_at=due_of(evaluation, policy.self_days if is_draft else policy.score_days),
    )


def self_form(evaluation: PerformanceEvaluation) -> type[forms.Form]:
    most = policy_of(evaluation.project).values.most()
    return points_form(most, "own_words", _("Self-evaluation in words"), _hints(evaluation))


def score_form(evaluation: PerformanceEvaluation) -> type[forms.Form]:
    most = policy_of(evaluation.project).values.most()
    return points_form(most, "opinion", pgettext_lazy("performance", "Opinion"), _hints(evaluation))


def _hints(evaluation: PerformanceEvaluation) -> dict[str, Any]:
    suggested = suggestion_for(evaluation.project)
    if suggested is None:
        return {}
    return {"execution": format_lazy(_("The spending rate would give {points} points."), points=suggested)}


STEPS = {
    "self_evaluate": StepAction(
        may_self_evaluate, self_evaluate, self_form, _("The self-evaluation goes to the officer."), initial=own_points
    ),
    "send_back": StepAction(may_evaluate, send_back_evaluation, ReasonForm),
    "score": StepAction(may_evaluate, score_evaluation, score_form, _("The sum of the points gives the band.")),
}
KINDS = [
    RecordKind(
        collection="performance",
        model=PerformanceEvaluation,
        label=_("Performance evaluation"),
        label_plural=_("Performance evaluations"),
        visible=visible_evaluations,
        present=present_evaluation,
        steps=STEPS,
        icon="chart-bar",
        row=row_of_evaluation,
        search=("project__title__icontains", "project__number__icontains"),
    )
]
