"""Sheet 4, 专家抽取: each expert of a frozen draw by code: place in the order, invitations, refusals, replacements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from core.contributions import Sheet
from core.models import LedgerEntry
from projects.sheets.scope import AuditScope
from reviews.assignment.models import Assignment
from reviews.assignment.states import AssignmentState
from reviews.drawing.models import Draw

LEFT = (AssignmentState.DECLINED, AssignmentState.VOIDED)


def draw_rows(scope: AuditScope) -> Iterator[list[Any]]:
    draws = Draw.objects.filter(round__call__in=scope.calls(), transcript__isnull=False).order_by("number")
    for draw in draws.select_related("round", "first_by__person", "second_by__person"):
        yield from rows_of_draw(draw)


def rows_of_draw(draw: Draw) -> Iterator[list[Any]]:
    transcript: dict[str, Any] = draw.transcript or {}
    assignments = list(
        Assignment.objects.filter(item__round_id=draw.round_id).select_related("pair__expert").order_by("code", "pk")
    )
    taken_from = replaced_codes(assignments)
    by_code: dict[str, list[Assignment]] = {}
    for each in assignments:
        by_code.setdefault(each.code, []).append(each)
    head = [
        draw.round.number, draw.number, draw.drawn_at, transcript["seed"], transcript["pool_hash"], len(transcript["pool"]),
        transcript["seats"],
    ]  # fmt: skip
    keys = [each.display_name() if each else None for each in (draw.first_by, draw.second_by)]
    for code, own in sorted(by_code.items()):
        expert = str(own[0].pair.expert.uuid)
        place = transcript["order"].index(expert) + 1 if expert in transcript["order"] else None
        states = Counter(each.state for each in own)
        reasons = sorted({each.get_decline_reason_display() for each in own if each.decline_reason})  # type: ignore[attr-defined]  # Django's
        yield [
            *head, code, place, "抽中" if expert in transcript["drawn"] else "替补", len(own),
            states[AssignmentState.DECLINED], "、".join(reasons), states[AssignmentState.VOIDED],
            "、".join(sorted(taken_from.get(code, ()))), "否" if place else "是", *keys,
        ]  # fmt: skip


def replaced_codes(assignments: Sequence[Assignment]) -> dict[str, set[str]]:
    """Code -> the codes whose places it took over, as the ledger says."""
    codes = {str(each.uuid): each.code for each in assignments}
    found: dict[str, set[str]] = {}
    entries = LedgerEntry.objects.filter(kind="assignment", step="open", record__in=list(codes))
    for record, facts in entries.values_list("record", "facts"):
        left = codes.get(str(facts.get("replaces", "")))
        if left:
            found.setdefault(codes[str(record)], set()).add(left)
    return found


DRAWS = Sheet(
    4,
    "专家抽取",
    (
        ("评审轮次", "text"), ("抽取编号", "text"), ("抽取时间", "instant"), ("随机种子", "text"), ("候选库哈希", "text"),
        ("候选人数", "number"), ("席位", "number"), ("专家代码", "text"), ("抽取顺位", "number"), ("产生方式", "text"),
        ("邀请项数", "number"), ("谢绝项数", "number"), ("谢绝原因", "text"), ("作废项数", "number"),
        ("接替专家代码", "text"), ("是否指定", "text"), ("第一把钥匙", "text"), ("第二把钥匙", "text"),
    ),
    draw_rows,
    ("邀请项数", "谢绝项数", "作废项数"),
    {
        "随机种子": "由两把钥匙与候选库哈希算得；verify_draw 可在任何机器上重演",
        "接替专家代码": "该专家接替了谁，仍以代码表示",
        "是否指定": "不在抽取顺序之内即为指定",
    },
)  # fmt: skip
