"""Who sees which expenditures; what a voucher is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import MembershipRole
from accounts.queries import institutions_of
from core.policy import in_force
from funding.spending.models import Expenditure
from funding.spending.policy import SpendingPolicy
from funding.spending.rules import FinalLine, Frame, Voucher, final_accounts
from funding.spending.states import ExpenditureState
from projects.applications.models import TeamMember
from projects.contracts.models import ContractBudgetLine, Project
from projects.contracts.permissions import RUNNING
from projects.contracts.queries import visible_projects

LIVE = (ExpenditureState.ENTERED, ExpenditureState.VERIFIED)


def visible_expenditures(user: Any) -> QuerySet[Expenditure]:
    """Whoever sees the project sees its spending."""
    return Expenditure.objects.filter(project__in=visible_projects(user).values("pk")).select_related(
        "project__programme", "project__institution", "entered_by__person", "verified_by__person"
    )


def projects_to_spend(user: Any) -> QuerySet[Project]:
    """Running projects for which the user enters vouchers: led by him, or of an institution whose books he keeps."""
    units = institutions_of(user, MembershipRole.FINANCE, MembershipRole.OFFICER)
    own = Q(institution_id__in=units) | Q(principal_investigator_id=getattr(user, "person_id", None) or 0)
    return Project.objects.filter(own, state__in=RUNNING).order_by("number")


def voucher_of(row: Expenditure) -> Voucher:
    return Voucher(
        row.voucher,
        row.source,
        row.category,
        row.amount,
        row.spent_on,
        row.payee,
        row.invoice,
        row.project.number,
    )


def live_vouchers(project: Project, *, other_than: int | None = None) -> list[Voucher]:
    rows = Expenditure.objects.filter(project=project, state__in=LIVE).select_related("project")
    return [voucher_of(each) for each in rows if each.pk != other_than]


def same_invoice(invoice: str, *, other_than: int | None = None) -> list[Voucher]:
    """Live vouchers of any project that carry this invoice number."""
    if not invoice:
        return []
    rows = Expenditure.objects.filter(invoice=invoice, state__in=LIVE).select_related("project")
    return [voucher_of(each) for each in rows.order_by("pk") if each.pk != other_than]


def frame_of(project: Project) -> Frame:
    """Period, team, budget of the contract, and the policy of the programme."""
    policy = in_force(SpendingPolicy, scope=project.programme.code, year=project.year).values
    names: Iterable[str] = TeamMember.objects.filter(application__project=project).values_list("name", flat=True)
    return Frame(
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        team=frozenset(names),
        budget=budget_of(project),
        round_from=policy.round_from,
        round_to=policy.round_to,
        thresholds=tuple(policy.thresholds),
        below_percent=policy.below_percent,
        rush_days=policy.rush_days,
        rush_percent=policy.rush_percent,
    )


def budget_of(project: Project) -> dict[tuple[str, str], Decimal]:
    """The contract's budget by source and category, in yuan."""
    rows = ContractBudgetLine.objects.filter(contract__project=project).order_by("source", "category")
    return {(line.source, line.category): line.amount for line in rows}


def final_accounts_of(project: Project) -> list[FinalLine]:
    """The final accounts from verified vouchers."""
    rows = Expenditure.objects.filter(project=project, state=ExpenditureState.VERIFIED).select_related("project")
    return final_accounts(budget_of(project), [voucher_of(each) for each in rows])
