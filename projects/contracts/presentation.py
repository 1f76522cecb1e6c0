"""Projects and contracts as their people and the staff see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Standing
from accounts.permissions import is_staff
from core.records import Fact, Presentation, Related, Table
from projects.applications.states import Category, Source
from projects.calls.form_definition import current_form, sections_of
from projects.contracts.models import Contract, MoneySummary, Project
from projects.contracts.states import ProjectState

TEAM_COLUMNS = [
    ("name", _("Name"), "text"),
    ("institution_name", _("Institution"), "text"),
    ("title", _("Professional title"), "text"),
    ("task", _("Task"), "text"),
    ("months", _("Months"), "number"),
]
BUDGET_COLUMNS = [
    ("source", _("Source"), "text"),
    ("category", _("Category"), "text"),
    ("amount", _("Amount"), "money"),
]
INDICATOR_COLUMNS = [
    ("name", _("Indicator"), "text"),
    ("existing", _("Existing value"), "number"),
    ("midterm", _("Mid-term value"), "number"),
    ("sign", "", "text"),
    ("target", _("Final value"), "number"),
    ("unit", _("Unit"), "text"),
    ("method", _("Method of proof"), "text"),
]
TRANCHE_COLUMNS = [
    ("number", _("No."), "number"),
    ("condition", _("Condition"), "text"),
    ("percent", _("Share (%)"), "number"),
    ("amount", _("Amount (yuan)"), "money"),
]
MONEY_COLUMNS = [
    ("source", _("Source"), "text"),
    ("planned", _("Planned (yuan)"), "money"),
    ("arrived", _("Arrived (yuan)"), "money"),
    ("spent", _("Spent (yuan)"), "money"),
    ("balance", _("Balance (yuan)"), "money"),
]


def subtitle_of(project: Project) -> str:
    return f"{project.programme.name} · {project.institution.name} · {project.principal_investigator.name}"


def due_of_project(project: Project) -> Any:
    """While it is rectified, the last day for that; while it runs, its end."""
    if project.state == ProjectState.RECTIFYING:
        return project.rectify_by
    return project.ends_on if project.state == ProjectState.ACTIVE else None


def row_of_project(project: Project, user: Any) -> Presentation:
    return Presentation(project.title, project.number, subtitle_of(project), due_at=due_of_project(project))


def _standing_facts(project: Project, user: Any) -> list[Fact]:
    """For the bureau only: the credit bands in force of the leader and the institution."""
    if not is_staff(user):
        return []
    known = Standing.objects.filter(
        Q(person_id=project.principal_investigator_id) | Q(institution_id=project.institution_id)
    )
    bands = {"leader" if each.person_id else "institution": each.band for each in known}
    return [
        Fact("leader_band", _("Credit band of the leader"), bands.get("leader", "")),
        Fact("institution_band", _("Credit band of the institution"), bands.get("institution", "")),
    ]


def present_project(project: Project, user: Any) -> Presentation:
    contract: Contract | None = getattr(project, "contract", None)
    tables = [_money_table(project), _team_table(project)]
    return Presentation(
        title=project.title,
        number=project.number,
        subtitle=subtitle_of(project),
        facts=[
            Fact("programme", _("Programme"), project.programme.name),
            Fact("institution", _("Institution"), project.institution.name, "institution"),
            Fact("principal_investigator", _("Project leader"), project.principal_investigator.name, "person"),
            Fact("discipline", _("Discipline"), project.discipline),
            Fact("year", _("Year"), str(project.year)),
            Fact("starts_on", _("Starts on"), project.starts_on, "day"),
            Fact("ends_on", _("Ends on"), project.ends_on, "day"),
            Fact("granted", _("Granted funds (yuan)"), project.granted, "money"),
            Fact("self_raised", _("Self-raised funds (yuan)"), project.self_raised, "money"),
            Fact("started_at", _("Started at"), project.started_at, "instant"),
            Fact("ended_at", _("Ended at"), project.ended_at, "instant"),
            Fact("certificate_number", _("Number of the certificate"), project.certificate_number),
            *_standing_facts(project, user),
        ],
        tables=[*tables, *(contract_tables(contract) if contract else [])],
        related=list(_related(project, contract)),
        due_at=due_of_project(project),
    )


def _money_table(project: Project) -> Table:
    """Planned, arrived, spent and what is left of what arrived; granted and self-raised money apart."""
    money: MoneySummary | None = getattr(project, "money", None)
    rows = [
        {
            "source": _("Granted funds"),
            "planned": project.granted,
            "arrived": money.granted_paid if money else 0,
            "spent": money.granted_spent if money else 0,
            "balance": money.granted_paid - money.granted_spent if money else 0,
        },
        {
            "source": _("Self-raised funds"),
            "planned": project.self_raised,
            "arrived": None,
            "spent": money.self_raised_spent if money else 0,
            "balance": None,
        },
    ]
    return Table("money", _("Money"), MONEY_COLUMNS, rows, tab="money")


def _team_table(project: Project) -> Table:
    rows = (
        list(project.application.team.values(*(key for key, _label, _kind in TEAM_COLUMNS)))
        if project.application
        else []
    )
    return Table("team", _("Team"), TEAM_COLUMNS, rows)


def _related(project: Project, contract: Contract | None) -> Iterable[Related]:
    """What belongs to the project and has a page of its own; later stages' records by their reverse relations."""
    if project.application:
        yield Related(
            "applications", project.application.uuid, str(_("Application")), project.application.state_label()
        )
    if contract:
        yield Related("contracts", contract.uuid, str(_("Contract")), contract.state_label())
    for report in project.reports.order_by("due_on", "pk"):
        title = f"{report.get_report_kind_display()} {report.year}"
        yield Related("reports", report.uuid, title, report.state_label())
    for change in project.changes.order_by("pk"):
        yield Related("changes", change.uuid, str(change.get_change_kind_display()), change.state_label())
    for collection, name, label in (
        ("acceptances", "acceptance", _("Acceptance")),
        ("archives", "archive", _("Archive file")),
    ):
        record = getattr(project, name, None)
        if record is not None:
            yield Related(collection, record.uuid, str(label), record.state_label())


def contract_tables(contract: Contract) -> list[Table]:
    indicators = [
        {
            "name": i.name,
            "existing": i.existing,
            "midterm": i.midterm,
            "sign": i.get_comparison_display(),
            "target": i.target,
            "unit": i.unit,
            "method": i.method,
        }
        for i in contract.indicators.all()
    ]
    order = {name: position for position, name in enumerate([*Source.values, *Category.values])}
    lines = sorted(contract.budget.all(), key=lambda line: (order[line.source], order[line.category]))
    budget = [
        {"source": line.get_source_display(), "category": line.get_category_display(), "amount": line.amount}
        for line in lines
    ]
    tranches = [
        {"number": t.number, "condition": t.get_condition_display(), "percent": t.percent, "amount": t.amount}
        for t in contract.planned_tranches.all()
    ]
    return [
        Table("indicators", _("Indicators"), INDICATOR_COLUMNS, indicators),
        Table("budget", _("Budget (yuan)"), BUDGET_COLUMNS, budget, tab="money"),
        Table("planned_tranches", _("Planned tranches"), TRANCHE_COLUMNS, tranches, tab="money"),
    ]


def row_of_contract(contract: Contract, user: Any) -> Presentation:
    return Presentation(
        contract.project.title, contract.number, subtitle_of(contract.project), due_at=due_of_contract(contract)
    )


def due_of_contract(contract: Contract) -> Any:
    """Until when it must be signed."""
    return None if contract.state in ("signed", "lapsed") else contract.due_on


def present_contract(contract: Contract, user: Any) -> Presentation:
    project = contract.project
    signers = {
        "institution_signed_by": contract.institution_signed_by,
        "signed_by": contract.signed_by,
    }
    names = {key: signer.display_name() if signer else "" for key, signer in signers.items()}
    return Presentation(
        title=project.title,
        number=contract.number,
        subtitle=subtitle_of(project),
        facts=[
            Fact("project", _("Project number"), project.number),
            Fact("starts_on", _("Starts on"), project.starts_on, "day"),
            Fact("ends_on", _("Ends on"), project.ends_on, "day"),
            Fact("granted", _("Granted funds (yuan)"), contract.granted, "money"),
            Fact("self_raised", _("Self-raised funds (yuan)"), contract.self_raised, "money"),
            Fact("due_on", _("To be signed by"), contract.due_on, "day"),
            Fact("submitted_at", _("Signed by the leader at"), contract.submitted_at, "instant"),
            Fact("institution_signed_at", _("Signed by the institution at"), contract.institution_signed_at, "instant"),
            Fact("institution_signed_by", _("For the institution"), names["institution_signed_by"], "person"),
            Fact("signed_at", _("Signed by the authority at"), contract.signed_at, "instant"),
            Fact("signed_by", _("For the authority"), names["signed_by"], "person"),
            *_texts(contract),
        ],
        tables=[*contract_tables(contract), *_plans(contract)],
        related=[Related("projects", project.uuid, str(_("Project")), project.state_label())],
        due_at=due_of_contract(contract),
        next_hint=_("The budget must add up to the approved amount; indicators are those of the application."),
    )


def _plans(contract: Contract) -> list[Table]:
    """Team and year plan as they were applied for; none where the contract was brought in."""
    year_columns = [("year", _("Year"), "text"), ("content", _("Work"), "text"), ("outcome", _("Outcome"), "text")]
    tables = [
        Table("team", _("Team"), TEAM_COLUMNS, contract.content.get("team", [])),
        Table("year_plan", _("Year plan"), year_columns, contract.content.get("year_plan", [])),
    ]
    return [table for table in tables if table.rows]


def _texts(contract: Contract) -> list[Fact]:
    """The texts of the application as submitted, under the labels of the call's form."""
    sections = contract.content.get("sections", {})
    call = contract.project.call
    if call is None:
        return []
    return [
        Fact(field.key, field.label, sections.get(section.key, {}).get(field.key, ""), "long")
        for section in sections_of(current_form(call))
        for field in section.fields
    ]
