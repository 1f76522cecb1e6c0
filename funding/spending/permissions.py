"""Who enters, verifies, rejects and reverses an expenditure, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import MembershipRole
from accounts.permissions import NOT_YOURS, another_than, is_staff
from accounts.queries import institutions_of
from core.verdict import YES, Verdict, any_yes, first_no, no
from funding.spending.models import Expenditure
from funding.spending.queries import projects_to_spend
from funding.spending.rules import money_suffices
from funding.tranches.queries import sums_now
from projects.applications.states import Source
from projects.contracts.models import Project
from projects.contracts.permissions import keeps_books_of_project, leads_project, project_runs
from projects.contracts.states import ProjectState


def may_open_expenditure(user: Any, at: datetime) -> Verdict:
    """Leaders and bookkeepers; the project itself is asked by ``may_enter``."""
    if is_staff(user):
        return NOT_YOURS
    keeps = institutions_of(user, MembershipRole.FINANCE, MembershipRole.OFFICER)
    return YES if keeps or projects_to_spend(user).exists() else NOT_YOURS


def may_enter(user: Any, project: Project, at: datetime) -> Verdict:
    return first_no(
        any_yes(leads_project(user, project, at), lambda: keeps_books_of_project(user, project, at)),
        project_runs(project),
    )


def keeps_books(user: Any, expenditure: Expenditure, at: datetime) -> Verdict:
    return first_no(keeps_books_of_project(user, expenditure.project, at), books_are_open(expenditure.project))


def books_are_open(project: Project) -> Verdict:
    return no("when", "accounts-closed") if project.state == ProjectState.ARCHIVED else YES


def may_verify(user: Any, expenditure: Expenditure, at: datetime) -> Verdict:
    """A bookkeeper who neither entered it nor leads the project, when the money has arrived."""
    project = expenditure.project
    return first_no(
        keeps_books(user, expenditure, at),
        another_than(user, expenditure.entered_by_id),
        lambda: no("who", "own-project-vouchers") if leads_project(user, project, at) else YES,
        lambda: enough_arrived(expenditure),
    )


def enough_arrived(expenditure: Expenditure) -> Verdict:
    if expenditure.source != Source.GRANTED:
        return YES
    return money_suffices(sums_now(expenditure.project).granted_left(), expenditure.amount)
