"""An application as its own people and the staff see it (experts see it through the reviews, blind)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.records import Fact, FileLink, Presentation, Table
from projects.applications.models import Application
from projects.applications.states import ApplicationState
from projects.calls.form_definition import current_form, sections_of


def present_application(application: Application, user: Any) -> Presentation:
    call = application.call
    receipt = application.snapshots.order_by("-number").first()
    facts = [
        Fact("call", _("Call"), call.title),
        Fact("direction", _("Direction"), str(application.direction or "")),
        Fact("institution", _("Institution"), application.institution.name, "institution"),
        Fact("principal_investigator", _("Project leader"), application.principal_investigator.name, "person"),
        Fact("starts_on", _("Starts on"), application.starts_on, "day"),
        Fact("ends_on", _("Ends on"), application.ends_on, "day"),
        Fact("granted_requested", _("Granted funds asked for (yuan)"), application.granted_requested, "money"),
        Fact("self_raised", _("Self-raised funds (yuan)"), application.self_raised, "money"),
        Fact("submitted_at", _("Submitted at"), application.submitted_at, "instant"),
    ]
    if receipt:
        facts += [
            Fact("receipt_number", _("Receipt"), receipt.receipt_number),
            Fact("sha256", _("Fingerprint (SHA-256) of what was submitted"), receipt.sha256),
        ]
    facts += _texts(application)
    return Presentation(
        title=application.title or str(_("Untitled application")),
        number=application.number or "",
        subtitle=f"{call.programme.name} · {application.institution.name} · {application.principal_investigator.name}",
        facts=facts,
        tables=_tables(application),
        files=[
            FileLink(a.name, a.file.sha256, a.file.size, a.attached_at, a.kind)
            for a in application.attachments.select_related("file")
        ],
        due_at=due_of(application),
        own_page=f"/applications/{application.uuid}/form/"
        if application.state in (ApplicationState.DRAFT, ApplicationState.CORRECTION)
        else "",
    )


def due_of(application: Application) -> Any:
    """Until when whoever has it must act."""
    call = application.call
    return {
        ApplicationState.DRAFT: call.closes_at,
        ApplicationState.AWAITING_ENDORSEMENT: call.institution_closes_at,
        ApplicationState.AWAITING_RECOMMENDATION: call.recommender_closes_at,
        ApplicationState.CORRECTION: application.correction_due_on,
    }.get(ApplicationState(application.state))


def row_of_application(application: Application, user: Any) -> Presentation:
    return Presentation(
        title=application.title or str(_("Untitled application")),
        number=application.number or "",
        subtitle=f"{application.institution.name} · {application.principal_investigator.name}",
        due_at=due_of(application),
    )


def _texts(application: Application) -> list[Fact]:
    contents = dict(application.sections.values_list("key", "content"))
    return [
        Fact(field.key, field.label, contents.get(section.key, {}).get(field.key, ""), "long")
        for section in sections_of(current_form(application.call))
        for field in section.fields
    ]


def _tables(application: Application) -> list[Table]:
    return [
        Table(
            "team",
            _("Team"),
            [("name", _("Name"), "text"), ("institution_name", _("Institution"), "text"), ("title", _("Professional title"), "text"), ("task", _("Task"), "text"), ("months", _("Months"), "number")],
            list(application.team.values("name", "institution_name", "title", "task", "months")),
        ),
        Table(
            "indicators",
            _("Indicators"),
            [("name", _("Indicator"), "text"), ("existing", _("Existing value"), "number"), ("midterm", _("Mid-term value"), "number"), ("sign", "", "text"), ("target", _("Final value"), "number"), ("unit", _("Unit"), "text"), ("method", _("Method of proof"), "text")],
            [
                {"name": i.name, "existing": i.existing, "midterm": i.midterm, "sign": i.get_comparison_display(), "target": i.target, "unit": i.unit, "method": i.method}
                for i in application.indicators.all()
            ],
        ),
        Table(
            "year_plan",
            _("Year plan"),
            [("year", _("Year"), "text"), ("content", _("Work"), "text"), ("outcome", _("Outcome"), "text")],
            list(application.year_plans.values("year", "content", "outcome")),
        ),
        Table(
            "budget",
            _("Budget (yuan)"),
            [("source", _("Source"), "text"), ("category", _("Category"), "text"), ("amount", _("Amount"), "money")],
            [
                {"source": line.get_source_display(), "category": line.get_category_display(), "amount": line.amount}
                for line in application.budget.all()
            ],
            tab="money",
        ),
    ]  # fmt: skip
