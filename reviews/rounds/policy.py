"""Policy values of rounds: criteria by class of programme, aggregation, the least comment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value

SOURCE = "domain.md section 5: classified evaluation"


@topic("reviews.rounds", label=_("Review rounds"))
@dataclass(frozen=True)
class RoundPolicy:
    # key:name:points, by class
    basic: tuple[str, ...] = value(
        ("originality:原创性:40", "method:研究方法:25", "team:团队与条件:20", "worth:学术价值:15"), source=SOURCE
    )
    applied: tuple[str, ...] = value(
        ("need:问题与需求价值:30", "technical:技术先进性与路线:30", "feasibility:可行性:25", "team:团队与条件:15"),
        source=SOURCE,
    )
    industrial: tuple[str, ...] = value(
        (
            "market:市场前景:30",
            "maturity:技术成熟度:20",
            "economics:经济效益:25",
            "own_money:自筹能力:15",
            "risk:风险控制:10",
        ),
        source=SOURCE,
    )
    platform: tuple[str, ...] = value(
        ("function:功能与开放共享:40", "team:团队:20", "mechanism:运行机制:20", "results:成效:20"), source=SOURCE
    )
    people: tuple[str, ...] = value(("past:已有业绩:40", "plan:研究计划:30", "potential:发展潜力:30"), source=SOURCE)
    least_valid: int = value(3, unit=_("score sheets"), source="domain.md: remote review", least=1, most=20)
    trim_from: int = value(5, unit=_("score sheets"), source="domain.md: remote review", least=3, most=50)
    disputed_from: Decimal = value(Decimal(25), unit=_("points"), source="domain.md: remote review")
    panel_least: int = value(
        5, unit=_("voters"), source="domain.md: panel, odd number", label=_("Least voters of a panel"), least=3, most=99
    )
    least_comment: int = value(100, unit=_("characters"), source="domain.md: remote review", least=0, most=2000)

    outcome_months: int = value(24, unit=_("months"), source="domain.md: reserve pool", least=1, most=120)

    def criteria(self, klass: str) -> list[dict[str, Any]]:
        """Criteria of a class of programme; the points add up to 100."""
        rows = (each.split(":") for each in getattr(self, klass))
        return [{"key": key, "name": name, "points": int(points)} for key, name, points in rows]
