"""Bring a workbook's applications in as drafts of their leaders, by the services of the pages: all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.importing import InstitutionMatcher, find_or_register
from accounts.models import Institution, User
from accounts.permissions import acts_for, when
from accounts.queries import institutions_of
from accounts.rules import comparable_name
from accounts.services import open_institution
from core import clock
from core.verdict import YES, Refused, Verdict, any_yes, first_no, no, require
from core.workbooks import Fault
from projects.applications.completeness import missing_parts
from projects.applications.importing.reading import Draft, read_workbook
from projects.applications.importing.shape import AIMS, BUDGET, MAIN, PLANS, TEAM
from projects.applications.models import Application
from projects.applications.permissions import call_takes_applications
from projects.applications.services import (
    hand_to_leader,
    open_application_for,
    save_basics,
    save_section,
    set_budget,
    set_indicators,
    set_team,
    set_year_plan,
)
from projects.applications.states import ApplicationState
from projects.applications.tables import Member
from projects.calls.models import Call
from projects.calls.permissions import manages_programme

SHEET_OF = {"team": TEAM, "budget": BUDGET, "indicators": AIMS, "year_plan": PLANS}
# What a draft may still lack; everything else that stands in the way of submission is a fault of the workbook.
MAY_LACK = {
    "text-missing", "text-too-short", "direction-missing", "period-missing", "indicators-empty", "year-plan-empty",
    "budget-empty", "attachment-missing",
}  # fmt: skip


@dataclass
class ImportedDrafts:
    """What came of a workbook: with one fault nothing was written."""

    faults: list[Fault] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    lacking: int = 0  # things that the leaders still have to fill in
    was_dry: bool = False


def may_import_applications(user: Any, call: Call, at: datetime) -> Verdict:
    """Officers of the programme; officers of an institution for their own. While the call takes applications."""
    return first_no(
        any_yes(manages_programme(user, call.programme), lambda: when(bool(institutions_of(user, "officer")))),
        lambda: call_takes_applications(call, at),
    )


def import_applications(call: Call, path: Path, *, by: User, dry_run: bool = False) -> ImportedDrafts:
    """Read, check and bring in, in one transaction that is undone by a single fault (or for a trial).

    Raises Refused when ``by`` may not import, or the file is no workbook.
    """
    require(may_import_applications(by, call, clock.now()))
    drafts, faults = read_workbook(path, call)
    done = ImportedDrafts(faults=faults, was_dry=dry_run)
    with transaction.atomic():
        matcher = InstitutionMatcher()
        for draft in drafts:
            _bring(call, draft, matcher, by, done)
        if done.faults or dry_run:
            transaction.set_rollback(True)
    done.faults.sort(key=_place)
    return done


def _place(fault: Fault) -> tuple[int, int, int, str]:
    order = [MAIN, TEAM, BUDGET, AIMS, PLANS]
    return (order.index(fault.sheet), fault.row, len(fault.column), fault.column)


def _bring(call: Call, draft: Draft, matcher: InstitutionMatcher, by: User, done: ImportedDrafts) -> None:
    """One draft, in a savepoint of its own, so that the next one can still be checked when this one is refused."""
    try:
        institution = _institution(draft, matcher)  # outside the savepoint: the next rows may name it too
        with transaction.atomic():
            application, own_faults = _write(call, draft, institution, by)
    except Refused as refused:
        done.faults.append(fault_at(draft, "basics", refused.verdict))
        return
    for missing in missing_parts(application):
        if missing.verdict.code in MAY_LACK:
            done.lacking += 1
        else:
            own_faults.append(fault_at(draft, missing.section, missing.verdict))
    done.faults += own_faults
    done.applications.append(application)


def _write(call: Call, draft: Draft, institution: Institution, by: User) -> tuple[Application, list[Fault]]:
    faults: list[Fault] = []
    require(any_yes(manages_programme(by, call.programme), _own(by, institution)))
    leader = find_or_register(draft.leader, institution, title=draft.leader_title, email=draft.leader_email)
    require(_is_new(call, draft, institution))
    application = open_application_for(call, by=by, institution=institution, leader=leader)

    def attempt(section: str, service: Callable[..., Any], *given: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                service(application, *given, by=by, **options)
        except Refused as refused:
            faults.append(fault_at(draft, section, refused.verdict))

    attempt("basics", save_basics, draft.basics)
    for key, content in draft.texts.items():
        attempt(key, save_section, key, content, base_version=0)
    attempt("team", set_team, team_of(draft))
    attempt("budget", set_budget, draft.parts[BUDGET])
    attempt("indicators", set_indicators, draft.parts[AIMS])
    attempt("year_plan", set_year_plan, draft.parts[PLANS])
    application.refresh_from_db()
    return hand_to_leader(application, by=by), faults


def _own(by: User, institution: Institution) -> Verdict:
    return acts_for(by, institution) or no("who", "import-other-institution", name=institution.name)


def _institution(draft: Draft, matcher: InstitutionMatcher) -> Institution:
    """By credit code, else by name; a code and a name that contradict each other are refused."""
    known = matcher.find(draft.institution, draft.credit_code)
    if known is None:
        known = open_institution(draft.institution, credit_code=draft.credit_code or None)
        matcher.known[known.comparable] = known
        if known.credit_code:
            matcher.by_code[known.credit_code] = known
        return known
    names = {known.comparable, *(comparable_name(each) for each in known.former_names)}
    if comparable_name(draft.institution) not in names:
        require(no("what", "credit-code-taken", name=known.name))
    if draft.credit_code and known.credit_code and known.credit_code != draft.credit_code:
        require(no("what", "import-code-differs", name=known.name))
    return known


def _is_new(call: Call, draft: Draft, institution: Institution) -> Verdict:
    there = Application.objects.filter(call=call, institution=institution, title=draft.basics.title).exclude(
        state=ApplicationState.WITHDRAWN
    )
    return no("what", "import-application-there") if there.exists() else YES


def team_of(draft: Draft) -> Sequence[Member]:
    """The team with the leader in its first row, whether the sheet lists him or not."""
    members: list[Member] = list(draft.parts[TEAM])
    listed = next((each for each in members if each.name == draft.leader), None)
    leader = listed or Member(draft.leader, draft.institution, draft.leader_title)
    return [leader, *(each for each in members if each is not listed)]


def fault_at(draft: Draft, section: str, verdict: Verdict) -> Fault:
    """At the first row of the part in its sheet, or at the application's own row."""
    row = draft.begins.get(SHEET_OF.get(section, ""), draft.row)
    return Fault(row.sheet, row.number, "", "", verdict)
