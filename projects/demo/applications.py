"""Applications of every cohort: written, handed in, endorsed, checked; under the open calls some are still drafts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.queries import officers_of
from core import clock
from projects.applications import services as applying
from projects.applications.models import Application
from projects.applications.tables import Aim, Basics, Member, Money, Plan
from projects.calls.models import Call
from projects.calls.services import close_call
from projects.calls.states import PoolGate
from projects.demo.calls import CLOSED, OPEN, RUNNING, Cohort
from projects.demo.pool import put_in_pool
from projects.demo.titles import texts_of, title_of
from projects.screening import services as screening

SHARES = (("equipment", "0.25"), ("business", "0.45"), ("labour", "0.20"), ("indirect", "0.10"))
DISCIPLINES = ("信息科学", "工程与材料", "生命科学")


def apply(world: dict[str, Any]) -> None:
    for cohort in world["living"]:
        if cohort.age == OPEN:
            _open_call(world, cohort)
        else:
            _past_call(world, cohort)
    clock.move_to(None)


def _past_call(world: dict[str, Any], cohort: Cohort) -> None:
    """A call that has closed: most applications accepted, every eighth refused, one withdrawn."""
    submitted = []
    for n in range(cohort.size):
        clock.move_to(cohort.day(8 + n * 17 / cohort.size))
        submitted.append(_submitted(world, cohort, n))
    clock.move_to(cohort.day(29))
    for application in submitted:
        screening.endorse_application(application, by=officers_of(application.institution)[0])
    clock.move_to(cohort.day(38))
    for n, application in enumerate(submitted):
        fresh = Application.objects.get(pk=application.pk)
        if n % 8 == 6:
            screening.refuse_application(fresh, by=cohort.officer, reason="研究内容不属于本指南方向。")
        else:
            cohort.accepted.append(screening.accept_application(fresh, by=cohort.officer))
    close_call(cohort.call, by=cohort.officer)
    if cohort.call.programme.pool_gate == PoolGate.AFTER_ACCEPTANCE:
        put_in_pool(world, cohort, cohort.day(42))


def _open_call(world: dict[str, Any], cohort: Cohort) -> None:
    """Under the open call: a third are drafts, some await endorsement, some are in the formal check."""
    for n in range(cohort.size):
        clock.move_to(cohort.day(1 + n * 10 / cohort.size))
        if n % 3 == 0:
            _draft(world, cohort, n)
            continue
        application = _submitted(world, cohort, n)
        if n % 3 == 1:
            screening.endorse_application(application, by=officers_of(application.institution)[0])
    clock.move_to(cohort.day(11))
    world["applicant_drafts"] = world.get("applicant_drafts", 0) + 1
    if world["applicant_drafts"] == 1:
        _by_the_demo_applicants(world, cohort)


def _by_the_demo_applicants(world: dict[str, Any], cohort: Cohort) -> None:
    """What the two applicants of the sign-in list have under way."""
    applicant, unit = world["users"]["applicant"], world["institutions"][0]
    draft = applying.open_application(cohort.call, by=applicant, institution=unit)
    applying.save_basics(draft, Basics(title_of(420, "applied"), "01", None, None), by=applicant)
    _written(world, cohort, 421, (world["users"]["applicant2"], world["institutions"][1]), is_handed_in=True)


def _draft(world: dict[str, Any], cohort: Cohort, n: int) -> Application:
    user, institution = _researcher(world, cohort, n)
    application = applying.open_application(cohort.call, by=user, institution=institution)
    title = title_of(cohort.first + n, world["programmes"][cohort.code].klass)
    applying.save_basics(application, Basics(title, f"0{n % 3 + 1}", None, None), by=user)
    return application


def _submitted(world: dict[str, Any], cohort: Cohort, n: int) -> Application:
    return _written(world, cohort, cohort.first + n, _researcher(world, cohort, n), is_handed_in=True)


def _researcher(world: dict[str, Any], cohort: Cohort, n: int) -> Any:
    """Every cohort asks the researchers in turn; the sign-in applicant leads the first closed and running projects."""
    if n == 0 and cohort.code == "YYJC" and cohort.age in (CLOSED, RUNNING):
        return world["users"]["applicant"], world["institutions"][0]
    return world["researchers"][(cohort.first + n) % len(world["researchers"])]


def _period(call: Call, age: str) -> tuple[date, date]:
    """From the sixth month after the opening: the older projects run for a year, the later ones for two."""
    month = call.opens_at.month - 1 + 6
    start = date(call.opens_at.year + month // 12, month % 12 + 1, 1)
    years = 1 if age in (CLOSED, RUNNING) else 2
    return start, date.fromordinal(date(start.year + years, start.month, 1).toordinal() - 1)


def _written(world: dict[str, Any], cohort: Cohort, number: int, who: Any, *, is_handed_in: bool) -> Application:
    user, institution = who
    application = applying.open_application(cohort.call, by=user, institution=institution)
    starts_on, ends_on = _period(cohort.call, cohort.age)
    klass = world["programmes"][cohort.code].klass
    title = title_of(number, klass)
    discipline = DISCIPLINES[number % 3]
    basics = Basics(title, f"0{number % 3 + 1}", starts_on, ends_on, discipline=discipline)
    applying.save_basics(application, basics, by=user)
    applying.set_team(application, _team(world, user, institution, number), by=user)
    for key, content in texts_of(number, title).items():
        applying.save_section(application, key, content, base_version=0, by=user)
    applying.set_indicators(application, _aims(number), by=user)
    years = range(starts_on.year, ends_on.year + 1)
    works = ("完成机理研究与方案设计", "完成样机研制与台架试验", "完成现场验证与验收准备")
    plans = [Plan(year, works[min(place, 2)], "阶段报告1份") for place, year in enumerate(years)]
    applying.set_year_plan(application, plans, by=user)
    granted = Decimal(600_000 + number % 7 * 200_000)
    lines = [Money("granted", category, granted * Decimal(share)) for category, share in SHARES]
    applying.set_budget(application, [*lines, Money("self_raised", "business", granted / 2)], by=user)
    application.refresh_from_db()
    return applying.submit_application(application, by=user) if is_handed_in else application


def _team(world: dict[str, Any], user: Any, institution: Any, number: int) -> list[Member]:
    """The leader and two colleagues of the same institution, who are no users."""
    helpers, turn = world["helpers"][institution.pk], number // 60
    return [
        Member(user.person.name, institution.name, "研究员", "总体设计与组织", 10),
        Member(helpers[turn % len(helpers)], institution.name, "副研究员", "试验与数据分析", 12),
        Member(helpers[(turn + 1) % len(helpers)], institution.name, "工程师", "样机研制", 12),
    ]


def _aims(number: int) -> list[Aim]:
    hours = Decimal(1000 + number % 5 * 500)
    return [
        Aim("technical", "样机连续无故障运行时间", "ge", Decimal(100), hours / 4, hours, "小时", "第三方检测报告"),
        Aim("technical", "综合能耗", "le", Decimal("3.1"), Decimal("2.0"), Decimal("1.5"), "kW", "GB/T 检测"),
        Aim("output", "发明专利授权", "ge", Decimal(0), Decimal(1), Decimal(3 + number % 3), "件", "专利证书"),
        Aim("economic", "新增销售收入", "ge", Decimal(0), Decimal(100), Decimal(500 + number % 4 * 250), "万元", "专项审计"),
    ]  # fmt: skip
