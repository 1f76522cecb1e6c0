"""Policy values of the credit score: events with their points, weights of the years, bands, caps, appeal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value
from funding.credit.rules import Scale
from funding.credit.states import CreditCategory, CreditCode

SOURCE = "domain.md section 3: fund-use credit score"
BOTH, LEADER, UNIT = ["person", "institution"], ["person"], ["institution"]


def _event(category: str, points: int, subjects: list[str] = LEADER, *, veto: bool = False) -> dict[str, Any]:
    return {"category": category, "points": points, "veto": veto, "subjects": subjects}


C, K = CreditCode, CreditCategory
EVENTS: dict[str, dict[str, Any]] = {
    str(code): shape
    for code, shape in {
        C.REPORT_LATE: _event(K.DUTIES, 3),
        C.REPORT_VERY_LATE: _event(K.DUTIES, 6),
        C.REPORT_MISSING: _event(K.DUTIES, 10),
        C.ACCEPTANCE_LATE: _event(K.DUTIES, 5),
        C.ACCEPTANCE_LATE_3: _event(K.DUTIES, 15),
        C.ACCEPTANCE_LATE_12: _event(K.DUTIES, 30, BOTH),
        C.NOT_RECTIFIED: _event(K.DUTIES, 15),
        C.ACCEPTANCE_FAILED: _event(K.RESULTS, 30, BOTH),
        C.MIDTERM_UNQUALIFIED: _event(K.RESULTS, 10),
        C.CONCLUDED: _event(K.RESULTS, 0),
        C.UNAPPROVED_CHANGE: _event(K.CONDUCT, 20),
        C.OBSTRUCTION: _event(K.CONDUCT, 25, BOTH),
        C.INELIGIBLE_1: _event(K.MONEY, 5),
        C.INELIGIBLE_5: _event(K.MONEY, 12),
        C.INELIGIBLE_MORE: _event(K.MONEY, 25, BOTH),
        C.NO_SEPARATE_ACCOUNTS: _event(K.MONEY, 10, UNIT),
        C.TRANSFER_LATE: _event(K.MONEY, 8, UNIT),
        C.INDIRECT_EXCEEDED: _event(K.MONEY, 10, UNIT),
        C.EQUIPMENT_UNAPPROVED: _event(K.MONEY, 8),
        C.SURPLUS_UNPAID: _event(K.MONEY, 10, UNIT),
        C.SELF_RAISED_80: _event(K.MONEY, 8, UNIT),
        C.SELF_RAISED_50: _event(K.MONEY, 15, UNIT),
        C.FRAUD: _event(K.CONDUCT, 100, BOTH, veto=True),
        C.EMBEZZLEMENT: _event(K.MONEY, 100, BOTH, veto=True),
        C.FORGED_VOUCHERS: _event(K.MONEY, 100, BOTH, veto=True),
        C.REVOKED: _event(K.RESULTS, 100, BOTH, veto=True),
    }.items()
}


@topic("funding.credit", label=_("Credit for the use of funds"))
@dataclass(frozen=True)
class CreditPolicy:
    events: dict[str, Any] = value(
        EVENTS, unit=_("points"), source=SOURCE, label=_("Events: category, points, veto, whose")
    )
    year_weights: tuple[int, ...] = value(
        (30, 30, 20, 10, 10), unit="%", source="交通运输部科技项目信用管理", label=_("Weights of the five years")
    )
    category_cap: int = value(
        40, unit=_("points"), source=SOURCE, label=_("Most points of one category"), least=1, most=100
    )
    band_a: Decimal = value(Decimal("90.0"), unit=_("points"), source=SOURCE, label=_("Band A from"))
    band_b: Decimal = value(Decimal("75.0"), unit=_("points"), source=SOURCE, label=_("Band B from"))
    band_c: Decimal = value(Decimal("60.0"), unit=_("points"), source=SOURCE, label=_("Band C from"))
    low_score: Decimal = value(
        Decimal("60.0"), unit=_("points"), source=SOURCE, label=_("A project below this keeps the band at C")
    )
    low_score_years: int = value(
        2, unit=_("years"), source=SOURCE, label=_("Years in which a low project counts"), least=1, most=5
    )
    overdue_months: int = value(
        12, unit=_("months"), source=SOURCE, label=_("Overdue this long keeps the band at C"), least=1, most=60
    )
    acceptance_months: int = value(
        6, unit=_("months"), source="domain.md section 1: acceptance", label=_("Acceptance due after the end"), least=1
    )
    report_late_days: int = value(30, unit=_("days"), source=SOURCE, label=_("Report very late after"), least=1)
    acceptance_late_months: tuple[int, ...] = value(
        (3, 12), unit=_("months"), source=SOURCE, label=_("Steps of late acceptance")
    )
    self_reported_factor: Decimal = value(
        Decimal("0.5"), source=SOURCE, label=_("Factor of what was self-reported and mended"), least=0, most=1
    )
    appeal_days: int = value(15, unit=_("working days"), source=SOURCE, label=_("Time to appeal"), least=1, most=120)
    answer_days: int = value(
        30, unit=_("working days"), source=SOURCE, label=_("Time to answer an appeal"), least=1, most=120
    )
    inspection: dict[str, Any] = value(
        {"A": 2, "B": 5, "C": 20, "D": 100}, unit="%", source=SOURCE, label=_("Share inspected, by band")
    )

    def __post_init__(self) -> None:
        if sum(self.year_weights) != 100:
            raise ValueError(f"CreditPolicy.year_weights sum to {sum(self.year_weights)}, not 100")
        if not self.band_a > self.band_b > self.band_c > 0:
            raise ValueError("CreditPolicy: the bands must fall from A to C")

    def scale(self) -> Scale:
        """The values that the score reads."""
        return Scale(
            self.year_weights,
            self.category_cap,
            self.band_a,
            self.band_b,
            self.band_c,
            self.low_score,
            self.low_score_years,
            self.overdue_months,
            self.self_reported_factor,
        )
