"""Sheet 2, 立项过程: for each application who did what when, from submission to issue, and the days between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from core.clock import local_day
from core.contributions import Sheet
from core.models import LedgerEntry
from projects.applications.models import Application
from projects.decisions.models import DecisionItem
from projects.outcomes.models import ReviewOutcome
from projects.sheets.scope import AuditScope

CHUNK = 500
# What the ledger of an application or its pool entry says: (kind, step) -> the column it fills. The last time counts.
STEPS = {
    ("application", "submit"): "submit",
    ("application", "endorse"): "endorse",
    ("application", "endorse_onward"): "endorse",
    ("application", "recommend"): "recommend",
    ("application", "ask_correction"): "correction",
    ("application", "accept"): "check",
    ("application", "refuse"): "check",
    ("pool-entry", "admit"): "admit",
    ("pool-entry", "release"): "release",
}
Done = tuple[datetime, str]


@dataclass
class Trace:
    """What is known of one application's way."""

    done: dict[str, Done]
    outcome: ReviewOutcome | None = None
    item: DecisionItem | None = None


def process_rows(scope: AuditScope) -> Iterator[list[Any]]:
    found = scope.applications().select_related("institution").iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        traces = traces_of(chunk)
        for application in chunk:
            yield process_row(application, traces[application.pk])


def traces_of(applications: Sequence[Application]) -> dict[int, Trace]:
    """Three queries for any number of applications."""
    traces = {each.pk: Trace({}) for each in applications}
    by_thread: dict[UUID, int] = {each.thread: each.pk for each in applications}
    entries = LedgerEntry.objects.filter(thread__in=by_thread, kind__in={kind for kind, _step in STEPS})
    for kind, step, thread, at, name in entries.order_by("at", "pk").values_list(
        "kind", "step", "thread", "at", "actor_name"
    ):
        if (kind, step) in STEPS:
            traces[by_thread[thread]].done[STEPS[kind, step]] = (at, name)
    for outcome in ReviewOutcome.objects.filter(application__in=traces).order_by("handed_down_at"):
        traces[outcome.application_id].outcome = outcome
    items = DecisionItem.objects.filter(application__in=traces).select_related(
        "decision__notice", "decision__proposed_by__person", "decision__deliberated_by__person"
    )
    for item in items.order_by("pk"):
        traces[item.application_id].item = item
    return traces


def process_row(application: Application, trace: Trace) -> list[Any]:
    decision = trace.item.decision if trace.item else None
    notice = getattr(decision, "notice", None)
    handed_down = trace.outcome.handed_down_at if trace.outcome else None
    at = {name: each[0] for name, each in trace.done.items()}
    who = {name: each[1] for name, each in trace.done.items()}
    issued = trace.item.issued_at if trace.item else None
    way = [at.get("submit"), at.get("endorse"), at.get("recommend"), at.get("check"), handed_down]
    way += [notice.published_at if notice else None, issued]
    days = days_between(way)
    return [
        application.number, application.title, application.institution.name, application.state_label(),
        application.granted_requested,
        at.get("submit"), who.get("submit"),
        at.get("endorse"), who.get("endorse"), days[1],
        at.get("recommend"), who.get("recommend"), days[2],
        at.get("correction"),
        at.get("check"), who.get("check"), days[3],
        at.get("admit"), who.get("admit"), at.get("release"), who.get("release"),
        handed_down, trace.outcome.score if trace.outcome else None, trace.outcome.rank if trace.outcome else None, days[4],
        decision.number if decision else None,
        named(decision.proposed_by) if decision else None,
        named(decision.deliberated_by) if decision else None,
        decision.minutes_number if decision else None,
        local_day(notice.published_at) if notice and notice.published_at else None,
        notice.closes_on if notice else None, days[5],
        trace.item.get_verdict_display() if trace.item else None,  # type: ignore[attr-defined]  # Django's
        trace.item.approved_amount if trace.item else None,
        decision.document_number if decision else None, issued, days[6],
        sum(each for each in days if each is not None) if issued else None,
    ]  # fmt: skip


def days_between(way: Sequence[datetime | None]) -> list[int | None]:
    """Calendar days (in the office's zone) of each station since the one before it that was passed."""
    found: list[int | None] = []
    last: date | None = None
    for station in way:
        day = local_day(station) if station else None
        found.append((day - last).days if day and last else None)
        last = day or last
    return found


def named(user: Any) -> str | None:
    return user.display_name() if user else None


PROCESS = Sheet(
    2,
    "立项过程",
    (
        ("申报编号", "text"), ("项目名称", "text"), ("申报单位", "text"), ("状态", "text"), ("申请财政经费", "money"),
        ("提交时间", "instant"), ("提交人", "text"),
        ("单位审核时间", "instant"), ("单位审核人", "text"), ("单位审核用时（天）", "number"),
        ("推荐时间", "instant"), ("推荐人", "text"), ("推荐用时（天）", "number"),
        ("通知补正时间", "instant"),
        ("形式审查时间", "instant"), ("形式审查人", "text"), ("形式审查用时（天）", "number"),
        ("入库时间", "instant"), ("入库经办人", "text"), ("出库时间", "instant"), ("出库经办人", "text"),
        ("评审结果下达时间", "instant"), ("评审得分", "number"), ("评审名次", "number"), ("评审用时（天）", "number"),
        ("立项清单编号", "text"), ("建议人", "text"), ("审议人", "text"), ("会议纪要号", "text"),
        ("公示开始", "day"), ("公示截止", "day"), ("至公示用时（天）", "number"),
        ("审议意见", "text"), ("核定财政经费", "money"),
        ("立项文号", "text"), ("下达时间", "instant"), ("至下达用时（天）", "number"), ("合计用时（天）", "number"),
    ),
    process_rows,
    ("申请财政经费", "核定财政经费"),
    {
        "提交时间": "最近一次提交，据操作留痕",
        "形式审查时间": "受理或不予受理的时间",
        "审议意见": "立项清单所列；未下达前不生效",
        "核定财政经费": "拟立项或已立项的金额，不立项为零",
        "合计用时（天）": "自提交至下达的自然日",
    },
)  # fmt: skip
