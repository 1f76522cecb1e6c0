"""Draw up project and contract from an issued item of a decision: the application is their only basis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.calendar import add_months
from core.clock import local_day
from core.numbering import next_number
from core.policy import in_force
from core.transitions import open_record
from core.verdict import Refused, no
from projects.applications.models import Application
from projects.applications.rules import GRANTED, SELF_RAISED, Line, total
from projects.contracts.models import Contract, ContractBudgetLine, ContractIndicator, PlannedTranche, Project
from projects.contracts.policy import ContractPolicy
from projects.contracts.rules import planned_amounts, rebuilt_budget
from projects.contracts.services.run import tell_project
from projects.contracts.states import TrancheCondition
from projects.decisions.models import DecisionItem
from projects.screening.services import engage_in_project

COPIED = ("sections", "team", "year_plan", "title_en", "keywords", "direction")


def draw_up_contract(item: DecisionItem, *, by: User | None) -> Contract:
    """Make the project and its draft contract from an issued item, and tell leader and institution.

    Texts come from the application's last submitted snapshot, indicators unchanged, the budget scaled to the approved
    amount (self-raised money stays). Due for signing some calendar days after the issue (policy). Raises Refused
    (*when*) before the issue and for a second time.
    """
    if item.issued_at is None:
        raise Refused(no("when", "item-not-issued"))
    if Project.objects.filter(decision_item=item).exists():
        raise Refused(no("when", "already-contracted"))
    application = item.application
    policy = in_force(ContractPolicy, scope=application.call.programme.code, year=application.call.year)
    with transaction.atomic():
        lines = rebuilt_budget(
            [Line(line.source, line.category, line.amount) for line in application.budget.all()], item.approved_amount
        )
        project = _open_project(item, lines, by=by)
        contract = open_record(
            Contract(
                project=project,
                thread=application.thread,
                number=f"RW{project.number[2:]}",
                granted=total(lines, GRANTED),
                self_raised=total(lines, SELF_RAISED),
                due_on=local_day(item.issued_at) + timedelta(days=policy.values.sign_days),
                content=_content_of(application),
            ),
            by=by,
            facts={"project": project.number, "granted": item.approved_amount},
            policies=(policy.version,),
        )
        ContractBudgetLine.objects.bulk_create(
            ContractBudgetLine(contract=contract, source=x.source, category=x.category, amount=x.amount) for x in lines
        )
        _copy_indicators(application, contract)
        plan_tranches(contract, policy.values)
        assert project.ends_on is not None
        engage_in_project(application, due_on=add_months(project.ends_on, policy.values.acceptance_months))
        tell_project(
            project,
            _("Your project is funded: sign the contract"),
            body=format_lazy(_("{title}: sign by {due}."), title=project.title, due=contract.due_on),
            address=f"/records/contracts/{contract.uuid}/",
            sms=True,
        )
    return contract


def _open_project(item: DecisionItem, lines: list[Line], *, by: User | None) -> Project:
    application = item.application
    call = application.call
    number = f"XM-{call.year}-{call.programme.code}-{next_number(f'project:{call.programme.code}:{call.year}'):04d}"
    return open_record(
        Project(
            number=number,
            thread=application.thread,
            programme=call.programme,
            call=call,
            application=application,
            decision_item=item,
            title=application.title,
            institution=application.institution,
            principal_investigator=application.principal_investigator,
            discipline=application.discipline,
            year=call.year,
            starts_on=application.starts_on,
            ends_on=application.ends_on,
            granted=item.approved_amount,
            self_raised=total(lines, SELF_RAISED),
        ),
        by=by,
        facts={"application": application.number, "decision": item.decision.number, "granted": item.approved_amount},
    )


def _content_of(application: Application) -> dict[str, Any]:
    """What the contract takes over from the last submitted snapshot, and which one that was."""
    snapshot = application.snapshots.order_by("-number").first()
    assert snapshot is not None
    taken = {key: snapshot.content[key] for key in COPIED if key in snapshot.content}
    return taken | {"receipt": snapshot.receipt_number, "sha256": snapshot.sha256}


def _copy_indicators(application: Application, contract: Contract) -> None:
    names = ("position", "category", "name", "comparison", "existing", "midterm", "target", "unit", "method")
    ContractIndicator.objects.bulk_create(
        ContractIndicator(contract=contract, **row) for row in application.indicators.values(*names)
    )


def plan_tranches(contract: Contract, policy: ContractPolicy) -> None:
    """One row per condition, by the policy's shares; the amounts add up to the cent."""
    amounts = planned_amounts(contract.granted, policy.tranche_percents)
    rows = zip(TrancheCondition, policy.tranche_percents, amounts, strict=True)
    PlannedTranche.objects.bulk_create(
        PlannedTranche(contract=contract, number=number, percent=percent, amount=amount, condition=condition)
        for number, (condition, percent, amount) in enumerate(rows, 1)
    )
