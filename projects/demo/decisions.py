"""Decisions of the demo: the older lists issued, this year's on public notice with one objection, or being drafted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import clock
from core.clock import local_day
from projects.calls.states import PoolGate
from projects.decisions import services as deciding
from projects.decisions.models import Decision
from projects.demo.calls import UNDER_REVIEW, Cohort
from projects.demo.pool import put_in_pool
from projects.outcomes.models import ReviewOutcome

FUNDED = {"closed": 4, "running": 5, "under_review": 5}


def decide(world: dict[str, Any]) -> None:
    for cohort in world["living"]:
        if ReviewOutcome.objects.filter(application__call=cohort.call).exists():
            _decide(world, cohort)
    clock.move_to(None)


def _decide(world: dict[str, Any], cohort: Cohort) -> None:
    """Day 72 to the issue on day 92; this year's list is still on notice."""
    if cohort.call.programme.pool_gate == PoolGate.AFTER_REVIEW:
        put_in_pool(world, cohort, cohort.day(68))
    clock.move_to(cohort.day(74))
    leader = world["users"]["leader"]
    line = world["lines"][cohort.code, cohort.call.year]
    title = f"{cohort.call.year}年度{cohort.call.programme.name}拟立项项目"
    decision = deciding.open_decision(by=cohort.officer, call=cohort.call, appropriation=line, title=title)
    _set_items(decision, cohort)
    deciding.propose_decision(decision, by=cohort.officer)
    clock.move_to(cohort.day(78))
    minutes = f"江科局办纪〔{local_day(cohort.day(78)).year}〕{cohort.first % 40 + 3}号"
    decision = deciding.deliberate_decision(decision, by=leader, minutes_number=minutes)
    if cohort.age == UNDER_REVIEW and cohort.code == "CYH":
        clock.move_to(world["today"] - timedelta(days=3))
        notice = deciding.publish_notice(decision.notice, by=cohort.officer)
        _object(notice)
        return
    clock.move_to(cohort.day(80))
    notice = deciding.publish_notice(decision.notice, by=cohort.officer)
    clock.move_to(cohort.day(92))
    deciding.close_notice(notice, by=cohort.officer)
    document = f"江科计〔{local_day(cohort.day(92)).year}〕{cohort.first % 60 + 5}号"
    deciding.issue_decision(decision, by=leader, document_number=document)


def _set_items(decision: Decision, cohort: Cohort) -> None:
    """The first few are funded with nine tenths of what was suggested, to the ten thousand; the rest is turned down."""
    most = FUNDED[cohort.age]
    for place, item in enumerate(decision.items.select_related("application")):
        if place < most:
            amount = max(Decimal(10_000), item.suggested_amount * 9 // 100_000 * 10_000)
            deciding.set_item(item, by=cohort.officer, verdict="fund", approved_amount=amount)
        elif place < most + 2:
            deciding.set_item(item, by=cohort.officer, verdict="reserve")
        else:
            deciding.set_item(item, by=cohort.officer, verdict="reject")


def _object(notice: Any) -> None:
    """One named objection, two days before today."""
    clock.move_to(clock.now() + timedelta(days=1))
    deciding.file_objection(
        notice,
        item=notice.decision.items.order_by("position")[1].application.uuid,
        objector_name="江汉通明光电有限公司",
        objector_contact="027-00000001",
        grounds="该项目申报书所列核心样机与本公司二〇二四年已验收项目的成果相同，附验收证书编号与照片，请予核查。",
    )
