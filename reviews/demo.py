"""The demo world's reviews, walked by the real services: a finished round per programme, one being scored, one drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from core import clock
from core.verdict import Refused
from experts.demo import SMALL_FIELD, SMALL_FIELD_EXPERTS
from projects.applications.models import Application
from projects.calls.models import Call
from projects.pool.models import Appropriation, PoolEntry
from projects.pool.services import admit_entry, release_entry
from projects.pool.states import PoolState
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment, decline_assignment
from reviews.drawing.services import freeze_draw, open_scoring, request_draw, turn_first_key, turn_second_key
from reviews.panels.queries import rankings_of
from reviews.panels.rules import Word
from reviews.panels.services import hand_down, rank_round, record_panel
from reviews.rounds.models import Round
from reviews.rounds.queries import reviewable_applications
from reviews.rounds.services import lock_round, open_round
from reviews.rounds.states import Blindness
from reviews.scoring.models import Scoresheet
from reviews.scoring.services import save_sheet, submit_sheet
from reviews.scoring.states import Familiarity, Recommendation

SEATS = 3
ITEMS = 12
FIELDS = ("第一组", "第二组", "第三组")
COMMENTS = (
    "选题面向本市重点产业链，需求明确，研究内容与考核指标基本对应，技术路线总体可行。团队前期有较好的工作基础。建议进一步说明关键指标的测试条件与第三方检测安排，压缩与主线无关的设备购置，并在年度计划中写明可检查的阶段节点。总体上具备实施条件。",
    "立项依据充分，对国内外现状把握较准。创新点有一定特色，但与已有技术路线的差异尚需用数据说明。年度计划安排合理，经费预算与任务量大体匹配，建议适当核减业务费，明确合作单位的分工与经费拨付安排，补充与同类产品的对比测试数据和用户评价意见。总体上同意资助。",
    "项目目标清晰，指标可考核。不足之处在于关键环节的验证样本偏少，对失效机理的分析停留在定性层面，产业化风险估计不足。建议补充中试阶段的对照方案，并明确知识产权归属、成果转化路径和用户单位的应用承诺。修改完善后具备实施条件。",
)
MINUTE = timedelta(minutes=1)


def review(world: dict[str, Any]) -> None:
    """Every past call gets a round to its hand-down; one more is left in scoring, one waits for its keys."""
    random = Random(20260101)  # noqa: S311  # an invented world, the same every time
    now = clock.now().replace(hour=2, minute=0, second=0, microsecond=0)
    for place, (code, call) in enumerate(world["past_calls"].items()):
        officer = world["officers"][call.programme.department.code]
        started = now - timedelta(days=32 - place)
        clock.move_to(started)
        if code == "YYJC":
            release_pool(call, officer)
        items = list(reviewable_applications(officer).filter(call=call))
        small = [each for each in items if code == "CYH" and each.discipline == SMALL_FIELD]
        others = [each for each in items if each not in small]
        finished_round(world, call, officer, others[:ITEMS], started, random)
        if small:
            running_round(world, call, officer, small, now - timedelta(days=4), random)
        if code == "JC":
            waiting_round(world, call, officer, others[ITEMS:], now - timedelta(days=1))
    clock.move_to(None)


def release_pool(call: Call, officer: User) -> None:
    """Programme A: admitted and released against the budget line while it lasts."""
    line = Appropriation.objects.filter(programme=call.programme, year=call.year).first()
    entries = PoolEntry.objects.filter(application__call=call, state=PoolState.AWAITING_ADMISSION).order_by("number")
    for place, entry in enumerate(entries):
        admitted = admit_entry(
            entry, by=officer, maturity="AB"[place % 2], policy_fit=Decimal(70 + place % 25), readiness=Decimal(75)
        )
        if line is None or place >= ITEMS:
            continue
        try:
            release_entry(admitted, by=officer, appropriation=line)
        except Refused:  # the line is used up: the rest stays in the pool
            line = None


def opened_round(
    world: dict[str, Any],
    call: Call,
    officer: User,
    items: Sequence[Application],
    at: datetime,
    *,
    group: int,
    days: int,
    seats: int = SEATS,
) -> Round:
    clock.move_to(at)
    double = call.programme.klass == "basic"
    return open_round(
        call,
        by=officer,
        title=f"{call.programme.name}网络评审{FIELDS[group]}",
        applications=items,
        opens_at=at,
        closes_at=(at + timedelta(days=days)).replace(hour=9),
        experts_wanted=seats,
        chair=world["users"]["chair"],
        blindness=Blindness.DOUBLE if double else Blindness.SINGLE,
    )


def drawn(world: dict[str, Any], round_: Round, officer: User) -> Round:
    """Both keys turned by two people, frozen, and the scoring opened."""
    users = world["users"]
    draw = turn_first_key(request_draw(round_, by=officer), by=users["draw"])
    freeze_draw(turn_second_key(draw, by=users["supervisor"]), by=users["supervisor"])
    return open_scoring(Round.objects.get(pk=round_.pk), by=officer)


def finished_round(
    world: dict[str, Any], call: Call, officer: User, items: Sequence[Application], at: datetime, random: Random
) -> None:
    round_ = drawn(world, opened_round(world, call, officer, items, at, group=0, days=10), officer)
    clock.move_to(at + timedelta(days=1))
    first = Assignment.objects.filter(item__round=round_).order_by("pk").first()
    if first is not None:
        decline_assignment(first, by=first.pair.expert.person.user, decline_reason="competence", reason="专业不符")
    quality = {item.pk: random.uniform(0.62, 0.95) for item in round_.items.all()}
    for assignment in live(round_):
        accepted(assignment)
    for place, assignment in enumerate(live(round_)):
        clock.move_to(at + timedelta(days=3) + place * 7 * MINUTE)
        scored(assignment, quality[assignment.item_id], random)
    clock.move_to(at + timedelta(days=11))
    ranked = rank_round(lock_round(round_, by=officer), by=world["users"]["chair"])
    clock.move_to(at + timedelta(days=13))
    record_panel(ranked, by=world["users"]["chair"], words=votes(ranked, random))
    clock.move_to(at + timedelta(days=14))
    hand_down(ranked, by=officer)


def votes(round_: Round, random: Random) -> list[Word]:
    """Seven people vote; the order stays but for two neighbours whom the panel exchanges."""
    rows = rankings_of(round_)
    ranks = {row.item.alias: row.final_rank for row in rows}
    reasons: dict[str, str] = {}
    if len(rows) > 4 and len({row.final_rank for row in rows[2:5]}) == 3:
        up, down = rows[3].item.alias, rows[2].item.alias
        ranks[up], ranks[down] = ranks[down], ranks[up]
        reasons = {up: "面向产业急需，答辩补充的验证数据充分。", down: "关键指标的测试条件交代不足，应后移。"}
    words = []
    for row in rows:
        agreed = random.randint(4, 7) if row.is_recommended else random.randint(0, 3)
        alias = row.item.alias
        words.append(Word(alias, row.score_rank, ranks[alias], agreed, 7 - agreed, reasons.get(alias, "")))
    return words


def running_round(
    world: dict[str, Any], call: Call, officer: User, items: Sequence[Application], at: datetime, random: Random
) -> None:
    """A round of the small field, whose five experts are all drawn: one sign-in name scores, the other has to declare."""
    users = world["users"]
    round_ = drawn(
        world, opened_round(world, call, officer, items, at, group=1, days=12, seats=SMALL_FIELD_EXPERTS), officer
    )
    clock.move_to(at + timedelta(days=1))
    for assignment in live(round_):
        person = assignment.pair.expert.person_id
        if person == users["expert2"].person_id:
            continue
        accepted(assignment)
        if person != users["expert"].person_id or assignment.item.alias.endswith("-01"):
            scored(assignment, random.uniform(0.65, 0.92), random)


def waiting_round(world: dict[str, Any], call: Call, officer: User, items: Sequence[Application], at: datetime) -> None:
    request_draw(opened_round(world, call, officer, items, at, group=1, days=12), by=officer)


def live(round_: Round) -> list[Assignment]:
    return list(
        Assignment.objects.filter(item__round=round_, live_clear=True)
        .select_related(
            "item__round__call__programme",
            "item__application",
            "pair__expert__person__user",
            "pair__application__call__programme",
        )
        .order_by("code", "item__alias")
    )


def accepted(assignment: Assignment) -> None:
    accept_assignment(assignment, by=assignment.pair.expert.person.user, has_declared=True)


def scored(assignment: Assignment, quality: float, random: Random) -> None:
    """Points around the item's quality, each expert a little off; whole points as people give them."""
    expert = assignment.pair.expert.person.user
    sheet = Scoresheet.objects.get(assignment=assignment)
    criteria = assignment.item.round.criteria
    points = {
        each["key"]: Decimal(
            min(each["points"], max(0, round(each["points"] * (quality + random.uniform(-0.09, 0.09)))))
        )
        for each in criteria
    }
    total = sum(points.values())
    asked = assignment.item.application.granted_requested if assignment.item.application else Decimal(0)
    saved = save_sheet(
        sheet,
        by=expert,
        base_version=0,
        points=points,
        familiarity=random.choice([Familiarity.FAMILIAR, Familiarity.FAIRLY]),
        recommendation=recommendation(total),
        suggested_amount=(asked * Decimal(random.choice(["1", "0.9", "0.8"]))).quantize(Decimal("1000.00")),
        comment=random.choice(COMMENTS),
    )
    submit_sheet(saved, by=expert)


def recommendation(total: Any) -> str:
    if total >= 85:
        return Recommendation.PRIORITY
    return Recommendation.FUND if total >= 72 else Recommendation.REJECT
