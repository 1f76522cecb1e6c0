"""Programmes of every class, their officers, budget lines, and four calls each: closed, running, under review, open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts import services as people
from accounts.demo import invented_name
from accounts.models import User
from accounts.roles import Role
from core import clock
from projects.applications.models import Application
from projects.calls.models import Call, Programme
from projects.calls.services import open_call, publish_call
from projects.pool.services import enter_appropriation

PROGRAMMES = (
    ("JC", "基础研究专项", "Basic research", "basic", "JC", "none"),
    ("YYJC", "应用基础前沿专项", "Applied research", "applied", "GX", "after_acceptance"),
    ("CYH", "重大科技成果产业化专项", "Industrialisation", "industrial", "GX", "after_review"),
    ("PT", "创新平台专项", "Platforms", "platform", "NS", "none"),
    ("RC", "青年科技人才专项", "People", "people", "NS", "none"),
)
# What a cohort is by now, how many days ago its call opened, how many applied.
CLOSED, RUNNING, UNDER_REVIEW, OPEN = "closed", "running", "under_review", "open"
COHORTS = ((CLOSED, 700, 12), (RUNNING, 400, 14), (UNDER_REVIEW, 0, 28), (OPEN, 12, 28))
# Calls under review stand at different places: list on public notice, scoring, drawing, being prepared.
REVIEW_DAYS = {"JC": 102, "YYJC": 78, "CYH": 93, "PT": 72, "RC": 62}
DIRECTIONS = ["新一代信息技术", "高端装备与新材料", "生命健康与现代农业"]
LINE_AMOUNT = Decimal(20_000_000)


@dataclass
class Cohort:
    """One call and what became of its applications."""

    age: str
    code: str
    call: Call
    officer: User
    opens: datetime
    size: int
    today: datetime
    first: int  # number of its first application over the whole world: titles and sums hang on it
    accepted: list[Application] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.code}:{self.age}"

    def day(self, days: float) -> datetime:
        return self.opens + timedelta(days=days)


def fill(world: dict[str, Any]) -> None:
    """Two years of calls, each published thirty days before it opened."""
    today = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)  # 17:00 in the office
    world["today"] = today
    officers = {"GX": world["users"]["officer"], "NS": world["users"]["officer2"], "JC": _basic_officer(world)}
    world["programmes"], world["cohorts"], world["lines"] = {}, [], {}
    first = 0
    for place, (code, name, english, klass, department, gate) in enumerate(PROGRAMMES):
        programme = Programme.objects.create(
            code=code,
            name=name,
            name_en=english,
            klass=klass,
            department=world["departments"][department],
            pool_gate=gate,
            recommends=code == "PT",
        )
        world["programmes"][code] = programme
        for age, days_ago, size in COHORTS:
            back = {OPEN: days_ago, UNDER_REVIEW: REVIEW_DAYS[code]}.get(age, days_ago + 3 * place)
            opens = today - timedelta(days=back)
            call = _call(programme, officers[department], opens, recommended=programme.recommends and age == OPEN)
            world["cohorts"].append(Cohort(age, code, call, officers[department], opens, size, today, first))
            first += size
            world["lines"][code, call.year] = _budget_line(world, programme, call, place)
    world["passes"] = [[each for each in world["cohorts"] if each.age == age] for age, _days, _size in COHORTS]
    clock.move_to(None)


def _basic_officer(world: dict[str, Any]) -> User:
    user = people.open_user("officer3", person=people.register_person(invented_name(901)))
    people.grant_role(user, Role.OFFICER, by=None, department=world["departments"]["JC"])
    return user


def _call(programme: Programme, officer: User, opens: datetime, *, recommended: bool) -> Call:
    """Open for 26 days; institutions have five days more."""
    clock.move_to(opens - timedelta(days=30))
    year = opens.year + 1
    call = open_call(
        by=officer,
        programme=programme,
        title=f"{year}年度{programme.name}申报指南",
        year=year,
        opens_at=opens,
        closes_at=opens + timedelta(days=26),
        institution_closes_at=opens + timedelta(days=31),
        recommender_closes_at=opens + timedelta(days=36) if recommended else None,
        grant_ceiling=Decimal(2_000_000),
        number_to_fund=5,
        budget_total=Decimal(6_000_000),
        directions=DIRECTIONS,
        summary="支持本市单位围绕重点产业链开展研究，竞争择优，分类评价。",
        body="申报单位应在本市注册满一年，具备相应的研究条件。项目负责人同期主持项目不超过2项。涉密内容不得填报。",
        contact=f"{programme.department.name} 027-00000000",
    )
    return publish_call(call, by=officer)


def _budget_line(world: dict[str, Any], programme: Programme, call: Call, place: int) -> Any:
    known = world["lines"].get((programme.code, call.year))
    return known or enter_appropriation(
        by=world["users"]["finance"],
        programme=programme,
        number=f"江财教指〔{call.year}〕{101 + place}号",
        year=call.year,
        amount=LINE_AMOUNT,
    )
