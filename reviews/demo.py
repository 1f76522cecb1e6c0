"""Rounds of the demo: the older ones whole, from the draw to the hand-down; this year's stand where they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.demo import give_sign_in
from accounts.models import User
from core import clock
from projects.applications.models import Application
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment, decline_assignment
from reviews.drawing.models import Draw
from reviews.drawing.services import freeze_draw, open_scoring, request_draw, turn_first_key, turn_second_key
from reviews.panels.services import hand_down, rank_round
from reviews.rounds.models import Round
from reviews.rounds.queries import reviewable_applications
from reviews.rounds.services import lock_round, open_round
from reviews.scoring.services import open_sheet, save_sheet, submit_sheet

ITEMS, SEATS = 9, 3
COMMENTS = (
    "选题面向产业实际需求，研究目标明确，技术路线可行，前期基础较好；建议进一步细化关键指标的测试条件与第三方检测安排，补充与国内外同类技术的定量比较，"
    "并在任务书中明确年度节点与阶段成果形式，便于中期检查。",
    "立项依据充分，创新点清楚，团队结构合理；但对规模化应用中的成本与可靠性分析略显不足，经费预算中设备费占比偏高，建议压缩通用设备购置，"
    "把资源集中到样机验证与现场试验上，并说明自筹经费到位计划。",
    "研究内容较为全面，有一定创新性，预期成果可考核；技术风险主要在长期稳定性方面，建议增加加速老化试验与失效分析内容，明确用户单位的验证方式，"
    "并注意知识产权的布局与保护，鼓励开放数据。",
)  # fmt: skip


def review(world: dict[str, Any]) -> None:
    """Where each call's review stands: day 50 on for the older ones; scoring, drawing and preparing for this year's."""
    for cohort in world["living"]:
        if cohort.age == "open":
            continue
        if cohort.age != "under_review" or cohort.code in ("JC", "CYH"):
            _whole_round(world, cohort)
            if cohort.age == "under_review" and cohort.code == "CYH":
                _second_group(world, cohort)
        elif cohort.code == "YYJC":
            _scoring_round(world, cohort)
        else:
            _drawing_round(world, cohort, keys=int(cohort.code == "PT"))
    clock.move_to(None)


def _opened(world: dict[str, Any], cohort: Any, opens: Any, closes: Any, seats: int, *, group: int = 1) -> Round:
    waiting = reviewable_applications(cohort.officer).filter(call=cohort.call, outcomes__isnull=True)
    rows = waiting.order_by("pk")[:ITEMS]
    return open_round(
        cohort.call,
        by=cohort.officer,
        title=f"{cohort.call.year}年度{cohort.call.programme.name}第{group}评审组",
        applications=list(rows),
        opens_at=opens,
        closes_at=closes,
        experts_wanted=seats,
        chair=world["users"]["chair"],
    )


def _drawn(world: dict[str, Any], round_: Round, at: Any) -> Round:
    """Two keys on the same morning; the drawn experts are invited, the scoring opens."""
    clock.move_to(at)
    officer = round_.opened_by
    assert officer is not None
    draw = request_draw(round_, by=officer)
    clock.move_to(at + timedelta(hours=1))
    draw = turn_second_key(turn_first_key(draw, by=world["users"]["draw"]), by=world["users"]["supervisor"])
    freeze_draw(draw, by=world["users"]["supervisor"])
    return open_scoring(Round.objects.get(pk=round_.pk), by=officer)


def _locked_round(world: dict[str, Any], cohort: Any, opens: Any, *, group: int = 1) -> Round:
    """Two weeks: drawn on the first day, scored by all, locked on the last."""
    clock.move_to(opens - timedelta(days=2))
    round_ = _opened(world, cohort, opens, opens + timedelta(days=14), SEATS, group=group)
    round_ = _drawn(world, round_, opens)
    for place, expert in enumerate(_experts_of(round_)):
        clock.move_to(opens + timedelta(days=1 + place * 3))
        for number, assignment in enumerate(_assignments(round_, expert)):
            _scored(assignment, expert, place, number)
    clock.move_to(opens + timedelta(days=14, hours=1))
    return lock_round(Round.objects.get(pk=round_.pk), by=cohort.officer)


def _second_group(world: dict[str, Any], cohort: Any) -> None:
    """Locked yesterday: the chair is to fix the ranking."""
    _locked_round(world, cohort, world["today"] - timedelta(days=15), group=2)


def _whole_round(world: dict[str, Any], cohort: Any) -> None:
    round_ = _locked_round(world, cohort, cohort.day(50))
    clock.move_to(cohort.day(65))
    round_ = rank_round(round_, by=world["users"]["chair"])
    clock.move_to(cohort.day(66))
    hand_down(round_, by=cohort.officer)


def _scoring_round(world: dict[str, Any], cohort: Any) -> None:
    """Opened eight days ago, six to go: the sign-in experts are two of those drawn."""
    today = world["today"]
    clock.move_to(today - timedelta(days=9))
    round_ = _opened(world, cohort, today - timedelta(days=8), today + timedelta(days=6), 5)
    round_ = _drawn(world, round_, today - timedelta(days=8))
    experts = _experts_of(round_)
    for name, expert in zip(("expert", "expert2"), experts, strict=False):
        world["users"][name] = give_sign_in(name, expert)
    for place, expert in enumerate(experts[2:], 2):
        clock.move_to(today - timedelta(days=6 - place))
        mine = _assignments(round_, expert)
        for number, assignment in enumerate(mine[: len(mine) - place]):
            _scored(assignment, expert, place, number)
    clock.move_to(today - timedelta(days=2))
    first = experts[0]
    mine = _assignments(round_, first)
    decline_assignment(mine[-1], by=first, decline_reason="competence", reason="项目属材料腐蚀方向，专业不符。")
    for number, assignment in enumerate(mine[:-1]):
        if number < 4:
            _scored(assignment, first, 0, number)
        else:
            accept_assignment(assignment, by=first, has_declared=True)


def _drawing_round(world: dict[str, Any], cohort: Any, *, keys: int) -> None:
    """Asked for yesterday; the keys are not turned yet (``keys`` of two are)."""
    today = world["today"]
    clock.move_to(today - timedelta(days=2))
    round_ = _opened(world, cohort, today + timedelta(days=2), today + timedelta(days=16), SEATS)
    clock.move_to(today - timedelta(days=1))
    draw = request_draw(round_, by=cohort.officer)
    if keys:
        turn_first_key(Draw.objects.get(pk=draw.pk), by=world["users"]["draw"])


def _experts_of(round_: Round) -> list[User]:
    """The users behind the drawn experts, by code."""
    rows = Assignment.objects.filter(item__round=round_).order_by("code", "pk")
    found: dict[int, None] = dict.fromkeys(rows.values_list("pair__expert__person_id", flat=True))
    users = {user.person_id: user for user in User.objects.filter(person_id__in=found).select_related("person")}
    return [users[person] for person in found]


def _assignments(round_: Round, expert: User) -> Sequence[Assignment]:
    return list(
        Assignment.objects.filter(item__round=round_, pair__expert__person=expert.person)
        .select_related("item__round__call__programme", "item__application__principal_investigator", "pair__expert")
        .order_by("item__alias")
    )


def _scored(assignment: Assignment, expert: User, place: int, number: int) -> None:
    """Declared, opened, scored, submitted. Quality hangs on the application, severity on the expert."""
    accepted = accept_assignment(assignment, by=expert, has_declared=True)
    sheet = open_sheet(accepted, by=expert)
    application = assignment.item.application
    assert isinstance(application, Application)
    is_ours = application.principal_investigator.name == "罗文清"  # the sign-in applicant's projects are funded
    quality = 94 - place if is_ours else 72 + application.pk * 37 % 23 - place * 2 + (number * 5 + place * 3) % 7
    points = {
        each["key"]: (Decimal(each["points"] * min(quality + (k * 3) % 5, 98)) / 100).quantize(Decimal("0.5"))
        for k, each in enumerate(assignment.item.round.criteria)
    }
    saved = save_sheet(
        sheet,
        by=expert,
        base_version=0,
        points=points,
        familiarity=("familiar", "fairly")[number % 2],
        recommendation="priority" if quality >= 88 else "fund" if quality >= 74 else "reject",
        suggested_amount=(application.granted_requested * 9 // 100_000 * 10_000) or None,
        comment=COMMENTS[(number + place) % len(COMMENTS)] + "总体评价见各项分值，供评审组会议参考。",
    )
    submit_sheet(saved, by=expert)
