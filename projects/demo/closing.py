"""The end of the demo's oldest projects: accepted and archived, concluded, failed, under review, or overdue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.queries import officers_of
from core import clock
from projects.acceptance import services as accepting
from projects.acceptance.models import Acceptance
from projects.acceptance.services import Brought, Value
from projects.archive.models import ArchiveFile
from projects.archive.services import check_archive, seal_archive
from projects.contracts.models import Project
from projects.demo.calls import CLOSED, Cohort
from projects.demo.contracts import leader_of, projects_of

# By the project's place in its list: passed and sealed, ended otherwise, under review; the last has not applied yet.
SEALED, ENDED, UNDER_REVIEW, OVERDUE = range(4)
# How the second project of a programme ended.
ENDINGS = {"RC": "fail", "PT": "conclude"}


def accept(world: dict[str, Any]) -> None:
    for cohort in world["living"]:
        if cohort.age != CLOSED:
            continue
        for place, project in enumerate(projects_of(cohort)[:OVERDUE]):
            ending = ENDINGS.get(cohort.code, "pass") if place == ENDED else "pass"
            _accept(world, cohort, project, place, ending)
    clock.move_to(None)


def seal(world: dict[str, Any]) -> None:
    """The archivist checks and seals what passed; the second of each programme waits for the check."""
    archivist = world["users"]["archivist"]
    for cohort in world["living"]:
        if cohort.age != CLOSED:
            continue
        for project in projects_of(cohort)[:ENDED]:
            clock.move_to(_day_after(project, 90))
            checked = check_archive(ArchiveFile.objects.get(project=project), by=archivist)
            clock.move_to(_day_after(project, 91))
            seal_archive(checked, by=archivist)
    clock.move_to(None)


def _day_after(project: Project, days: int) -> datetime:
    assert project.ends_on is not None
    return datetime.combine(project.ends_on, time(10), ZoneInfo(settings.TIME_ZONE)) + timedelta(days=days)


def _accept(world: dict[str, Any], cohort: Cohort, project: Project, place: int, ending: str) -> Acceptance:
    leader, officer = leader_of(project), officers_of(project.institution)[0]
    clock.move_to(_day_after(project, 12))
    acceptance = accepting.open_acceptance(project, by=leader)
    accepting.write_acceptance(
        acceptance,
        by=leader,
        summary=f"{project.title}已按任务书完成：建成试验平台一套，形成样机与工艺规范，成果在两家用户单位应用，经费使用合规，档案资料齐全。" * 2,
        values=_values(project, short=ending == "fail"),
        achievements=_achievements(project),
    )  # fmt: skip
    clock.move_to(_day_after(project, 16))
    acceptance = accepting.submit_acceptance(Acceptance.objects.get(pk=acceptance.pk), by=leader)
    clock.move_to(_day_after(project, 20))
    acceptance = accepting.endorse_acceptance(acceptance, by=officer)
    if place == UNDER_REVIEW:
        return acceptance
    clock.move_to(_day_after(project, 40))
    score, opinion = {
        "pass": (Decimal("88.5"), "任务书规定的指标全部完成，资料齐全，同意通过验收。"),
        "conclude": (Decimal("71"), "因用户单位停产，部分验证无法开展，已尽勤勉义务，建议按结题处理。"),
        "fail": (Decimal("52"), "主要技术指标未达到任务书要求，建议不通过验收。"),
    }[ending]
    reviewed = accepting.review_acceptance(
        acceptance, by=cohort.officer, score=score, suggested=ending, opinion=opinion
    )
    clock.move_to(_day_after(project, 55))
    return accepting.conclude_acceptance(
        reviewed, by=world["users"]["leader"], conclusion=ending, reason="" if ending == "pass" else opinion
    )


def _values(project: Project, *, short: bool) -> list[Value]:
    """A little better than the targets, or far from them."""
    factor = Decimal("0.55") if short else Decimal("1.06")
    found = []
    for place, aim in enumerate(project.contract.indicators.order_by("position", "pk"), 1):
        actual = aim.target * factor if aim.comparison == "ge" else aim.target / factor
        found.append(Value(place, actual.quantize(Decimal("0.01")), "检测报告、用户证明"))
    return found


def _achievements(project: Project) -> list[Brought]:
    end = project.ends_on
    return [
        Brought("patent", f"一种{project.title[:18]}的方法", f"ZL20261{project.pk:07d}.X", end),
        Brought("paper", f"{project.title}：方法与实践", "江汉科技学报，2026，14（3）", end),
    ]
