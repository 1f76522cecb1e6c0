"""What is still missing before an application may be submitted, section by section."""

from __future__ import annotations

from collections.abc import Sequence

from core.policy import in_force
from core.verdict import Verdict, first_no, no
from projects.applications.models import Application
from projects.applications.policy import ApplicationPolicy
from projects.applications.rules import (
    Line,
    Measure,
    Missing,
    budget_measures,
    indicator_is_right,
    period_is_right,
    team_is_right,
    text_fits,
)
from projects.calls.form_definition import current_form, sections_of
from projects.calls.rules import institution_may_lead


def missing_parts(application: Application) -> list[Missing]:
    """Every refusal that stands between a draft and its submission; empty when it is complete. About 9 queries."""
    call = application.call
    policy = in_force(ApplicationPolicy, scope=call.programme.code, year=call.year).values
    team = list(application.team.all())
    indicators = list(application.indicators.all())
    found: list[tuple[str, Verdict]] = [
        ("basics", text_fits("项目名称", application.title, least=4, most=200, required=True)),
        ("basics", institution_may_lead(application.institution.kind, call.may_lead)),
    ]
    if application.direction_id is None:
        found.append(("basics", no("what", "direction-missing")))
    if application.starts_on is None or application.ends_on is None:
        found.append(("basics", no("what", "period-missing")))
    else:
        found.append(
            (
                "basics",
                period_is_right(application.starts_on, application.ends_on, longest_months=policy.longest_months),
            )
        )
    found.append(("team", team_is_right([{"name": m.name} for m in team], most=policy.largest_team)))
    if team and team[0].name != application.principal_investigator.name:
        found.append(("team", no("what", "team-without-leader", name=application.principal_investigator.name)))
    if not indicators:
        found.append(("indicators", no("what", "indicators-empty")))
    found += [
        ("indicators", indicator_is_right(i.name, i.comparison, i.existing, i.midterm, i.target, i.unit, i.method))
        for i in indicators
    ]
    if not application.year_plans.exists():
        found.append(("year_plan", no("what", "year-plan-empty")))
    lines = [Line(line.source, line.category, line.amount) for line in application.budget.all()]
    found.append(("budget", first_no(*(each.verdict for each in measured_budget(application, lines)))))
    attached = set(application.attachments.values_list("kind", flat=True))
    found += [
        ("attachments", no("what", "attachment-missing", name=document["name"]))
        for document in call.documents
        if document.get("required") and document["kind"] not in attached
    ]
    found += _missing_texts(application)
    return [Missing(section, verdict) for section, verdict in found if not verdict]


def measured_budget(application: Application, lines: Sequence[Line]) -> list[Measure]:
    """Each sum of these lines beside its bound, under the call and the policy of the application."""
    call = application.call
    policy = in_force(ApplicationPolicy, scope=call.programme.code, year=call.year).values
    ceiling = (application.direction.grant_ceiling if application.direction else None) or call.grant_ceiling
    return budget_measures(
        lines, ceiling=ceiling, self_raised_ratio=call.self_raised_ratio, tiers=policy.indirect_tiers()
    )


def _missing_texts(application: Application) -> list[tuple[str, Verdict]]:
    contents = dict(application.sections.values_list("key", "content"))
    return [
        (
            section.key,
            text_fits(
                field.label,
                str(contents.get(section.key, {}).get(field.key, "")),
                least=field.least,
                most=field.most,
                required=field.required,
            ),
        )
        for section in sections_of(current_form(application.call))
        for field in section.fields
    ]
