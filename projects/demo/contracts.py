"""Contracts of the demo: the older ones signed by all three, this year's waiting for one signature or another."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.queries import officers_of
from core import clock
from core.calendar import add_months
from projects.changes import services as changing
from projects.changes.states import ChangeKind
from projects.changes.tables import Wanted
from projects.contracts.models import Contract, Project
from projects.contracts.services import countersign_contract, sign_contract, submit_contract
from projects.contracts.states import ProjectState
from projects.demo.calls import CLOSED, OPEN, RUNNING, UNDER_REVIEW, Cohort
from projects.midterm import services as reporting
from projects.midterm.services import Reached

LEADER, INSTITUTION, AUTHORITY = 1, 2, 3
# How many signatures the contracts of this year's first issued list have by now.
SIGNED_BY_NOW = (LEADER, INSTITUTION, AUTHORITY, 0, 0)


def sign(world: dict[str, Any]) -> None:
    for cohort in world["living"]:
        if cohort.age != OPEN:
            _sign(world, cohort)
    clock.move_to(None)


def report(world: dict[str, Any]) -> None:
    for cohort in world["living"]:
        if cohort.age in (CLOSED, RUNNING):
            _report(world, cohort)
        if cohort.age == RUNNING:
            _ask_for_changes(world, cohort)
    clock.move_to(None)


def leader_of(project: Project) -> User:
    return User.objects.get(person_id=project.principal_investigator_id)


def projects_of(cohort: Cohort) -> list[Project]:
    return list(Project.objects.filter(call=cohort.call).select_related("institution", "programme").order_by("pk"))


def _sign(world: dict[str, Any], cohort: Cohort) -> None:
    contracts = Contract.objects.filter(project__call=cohort.call).select_related("project__institution")
    for place, contract in enumerate(contracts.order_by("pk")):
        wanted = SIGNED_BY_NOW[place % len(SIGNED_BY_NOW)] if cohort.age == UNDER_REVIEW else AUTHORITY
        begin = world["today"] - timedelta(days=5) if cohort.age == UNDER_REVIEW else cohort.day(96 + place)
        _signed(world, contract, begin, wanted)


def _signed(world: dict[str, Any], contract: Contract, begin: datetime, wanted: int) -> Contract:
    """As many of the three signatures as are wanted."""
    clock.move_to(begin)
    if wanted < LEADER:
        return contract
    by_leader = submit_contract(contract, by=leader_of(contract.project))
    clock.move_to(begin + timedelta(days=1))
    if wanted < INSTITUTION:
        return by_leader
    by_institution = sign_contract(by_leader, by=officers_of(contract.project.institution)[0])
    clock.move_to(begin + timedelta(days=3))
    if wanted < AUTHORITY:
        return by_institution
    return countersign_contract(by_institution, by=world["users"]["leader"])


def _report(world: dict[str, Any], cohort: Cohort) -> None:
    """Mid-term reports at half time: the closed projects' are assessed, the running ones' stand at every place."""
    for place, project in enumerate(projects_of(cohort)):
        assert project.starts_on is not None and project.ends_on is not None
        half = project.starts_on + (project.ends_on - project.starts_on) / 2
        days_ago = (clock.local_day(world["today"]) - half).days
        if days_ago < 2:
            continue
        at = world["today"] - timedelta(days=days_ago + 12)  # due at half time, handed in before
        clock.move_to(at)
        written = reporting.open_report(project, report_kind="midterm", year=half.year, by=leader_of(project))
        if cohort.age == RUNNING and place % 5 == 0:
            continue  # still to be written
        _written(written, project, shortfall=cohort.age == RUNNING and place % 5 == 3)
        written = reporting.submit_report(written, by=leader_of(project))
        if cohort.age == RUNNING and place % 5 == 1:
            continue
        written = reporting.endorse_report(written, by=officers_of(project.institution)[0])
        if cohort.age == RUNNING and place % 5 == 2:
            continue
        grade, opinion = ("basic", "主要技术指标未达中期值，限期整改。") if place % 5 == 3 else (
            ("excellent", "进展超出计划，成果突出。") if place % 5 == 4 else ("qualified", "按计划完成阶段任务，同意继续实施。")
        )  # fmt: skip
        if cohort.age == CLOSED and grade == "basic":
            grade, opinion = "qualified", "按计划完成阶段任务，同意继续实施。"
        clock.move_to(at + timedelta(days=15))
        reporting.assess_report(written, by=cohort.officer, grade=grade, opinion=opinion)


def _written(report: Any, project: Project, *, shortfall: bool) -> None:
    """Values a little better than the mid-term ones, or short of them."""
    factor = Decimal("0.8") if shortfall else Decimal("1.1")
    reached = {}
    for aim in project.contract.indicators.all():
        middle = aim.midterm if aim.midterm is not None else aim.target / 2
        actual = middle * factor if aim.comparison == "ge" else middle / factor
        reached[aim.position] = Reached(actual.quantize(Decimal("0.01")), "检测报告、阶段总结")
    progress = (
        f"{project.title}按任务书推进：完成方案设计与关键参数优化，建成试验平台一套，开展台架试验三轮，形成阶段报告一份；"
        "与用户单位完成两次对接，明确了现场验证条件。申请发明专利一件，培养研究生两名。"
    )
    problems = "关键器件供货周期延长，样机装配推迟约一个月。" if shortfall else "无重大问题。"
    reporting.write_report(report, by=leader_of(project), progress=progress, problems=problems, reached=reached)


def _ask_for_changes(world: dict[str, Any], cohort: Cohort) -> None:
    """Half a year more: granted to one, with the authority for another, with the institution for a third."""
    running = [each for each in projects_of(cohort) if each.state == ProjectState.ACTIVE]
    for place, project in enumerate(running[1:4]):
        leader, officer = leader_of(project), officers_of(project.institution)[0]
        assert project.ends_on is not None
        clock.move_to(world["today"] - timedelta(days=18 - place))
        grounds = "关键器件供货周期由三个月延长至七个月，样机装配与现场验证须顺延半年，经费总额与考核指标不变。"
        change = changing.open_change(project, change_kind=ChangeKind.PERIOD, grounds=grounds, by=leader)
        wanted = Wanted(ends_on=add_months(project.ends_on, 6))
        changing.write_change(change, by=leader, grounds=grounds, wanted=wanted)
        submitted = changing.submit_change(change, by=leader)
        if place == 2:
            continue
        clock.move_to(world["today"] - timedelta(days=12 - place))
        agreed = changing.agree_to_change(submitted, by=officer)
        if place == 0:
            clock.move_to(world["today"] - timedelta(days=6))
            changing.grant_change(agreed, by=cohort.officer, answer="情况属实，同意延期六个月。")
