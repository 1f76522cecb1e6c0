"""Sheet 3, 评审汇总: every score sheet of a round under its expert's code, and where the item ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.contributions import Sheet
from core.policy import in_force
from projects.sheets.scope import AuditScope
from reviews.panels.models import Ranking
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.policy import RoundPolicy
from reviews.scoring.models import Scoresheet
from reviews.scoring.states import ScoresheetState

COUNTED, HIGHEST, LOWEST, NOT_COUNTED = "计入", "剔除最高", "剔除最低", "不计"


def score_rows(scope: AuditScope) -> Iterator[list[Any]]:
    """Round by round: memory holds one round at most."""
    for round_ in Round.objects.filter(call__in=scope.calls()).select_related("call__programme").order_by("number"):
        yield from rows_of_round(round_)


def rows_of_round(round_: Round) -> Iterator[list[Any]]:
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year).values
    whole = sum(int(each["points"]) for each in round_.criteria)
    sheets: dict[int, list[Scoresheet]] = defaultdict(list)
    submitted = Scoresheet.objects.filter(
        assignment__item__round=round_, total__isnull=False, submitted_at__isnull=False
    )
    for sheet in submitted.select_related("assignment").order_by("assignment__code", "pk"):
        sheets[sheet.assignment.item_id].append(sheet)
    rankings = {each.item_id: each for each in Ranking.objects.filter(item__round=round_)}
    items = round_.items.select_related("application", "report", "acceptance").order_by("alias")
    for item in items:
        flags = trimmed(sheets[item.pk], policy.trim_from)
        for sheet in sheets[item.pk]:
            ranking = rankings.get(item.pk)
            yield [
                round_.number,
                subject_of(item),
                item.alias,
                *sheet_cells(sheet, flags, whole),
                *ranking_cells(ranking),
            ]


def subject_of(item: RoundItem) -> str:
    """The number of what is judged."""
    subject: Any = item.application or item.report or item.acceptance
    return str(getattr(subject, "number", "") or "")


def trimmed(sheets: Sequence[Scoresheet], trim_from: int) -> dict[int, str]:
    """Sheet id -> does it count: from ``trim_from`` valid sheets on the highest and the lowest are left out."""
    valid = sorted(
        (each for each in sheets if each.state == ScoresheetState.SUBMITTED and each.assignment.live_clear),
        key=lambda each: each.total or Decimal(0),
    )
    found = {each.pk: COUNTED for each in valid}
    if len(valid) >= trim_from:
        found[valid[0].pk], found[valid[-1].pk] = LOWEST, HIGHEST
    return found


def sheet_cells(sheet: Scoresheet, flags: dict[int, str], whole: int) -> list[Any]:
    total = sheet.total or Decimal(0)
    normal = (total * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None
    flag = flags.get(sheet.pk, NOT_COUNTED)
    return [sheet.assignment.code, total, normal, flag, sheet.get_recommendation_display(), sheet.submitted_at]  # type: ignore[attr-defined]  # Django's


def ranking_cells(ranking: Ranking | None) -> list[Any]:
    if ranking is None:
        return [None] * 7
    return [
        ranking.raw_mean, ranking.score, ranking.score_rank, ranking.final_rank, ranking.votes_for, ranking.votes_against,
        "是" if ranking.is_recommended else "否",
    ]  # fmt: skip


SCORES = Sheet(
    3,
    "评审汇总",
    (
        ("评审轮次", "text"), ("申报编号", "text"), ("评审代号", "text"), ("专家代码", "text"), ("原始分", "number"),
        ("百分制得分", "number"), ("是否计入", "text"), ("资助建议", "text"), ("提交时间", "instant"),
        ("平均分", "number"), ("排序分", "number"), ("得分名次", "number"), ("最终名次", "number"),
        ("同意票", "number"), ("反对票", "number"), ("推荐立项", "text"),
    ),
    score_rows,
    (),
    {
        "专家代码": "专家在该轮次的匿名代码，不同轮次互不对应",
        "百分制得分": "原始分折合为满分一百",
        "是否计入": "有效评分达到规定份数时剔除一个最高分和一个最低分；作废或回避的评分不计",
        "排序分": "剔除后的平均分",
    },
)  # fmt: skip
