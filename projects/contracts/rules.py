"""Pure rules of contracts: the budget rebuilt to the approved amount, tranches to the cent, the time to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from core.verdict import YES, Verdict, first_no, no
from projects.applications.rules import CENT, GRANTED, INDIRECT, SELF_RAISED, Line, indirect_within_cap, total


def rebuilt_budget(lines: Sequence[Line], granted: Decimal) -> list[Line]:
    """The lines with the granted ones scaled to ``granted`` yuan, exact to the cent; self-raised ones stay.

    Each granted line is cut to the cent; what is left over goes to the largest direct line, so that the indirect
    costs never rise above their share.
    """
    before = total(lines, GRANTED)
    if before <= 0:
        return [*lines, Line(GRANTED, "business", granted)]
    scaled = {
        x.category: (x.amount * granted / before).quantize(CENT, ROUND_DOWN) for x in lines if x.source == GRANTED
    }
    direct = [category for category in scaled if category != INDIRECT] or list(scaled)
    largest = max(direct, key=lambda category: (scaled[category], category))
    scaled[largest] += granted - sum(scaled.values(), Decimal(0))
    return [Line(x.source, x.category, scaled[x.category] if x.source == GRANTED else x.amount) for x in lines]


def planned_amounts(granted: Decimal, percents: Sequence[int]) -> list[Decimal]:
    """``granted`` yuan cut by percent, each to the cent; the last takes what is left, so that the sum is exact."""
    amounts = [(granted * percent / 100).quantize(CENT, ROUND_DOWN) for percent in percents[:-1]]
    return [*amounts, granted - sum(amounts, Decimal(0))]


def budget_fits(
    lines: Sequence[Line],
    *,
    granted: Decimal,
    self_raised: Decimal,
    tiers: Sequence[tuple[Decimal | None, Decimal]],
) -> Verdict:
    """The lines add up to both sums to the cent, none is negative, indirect costs stay below their caps."""
    own = total(lines, SELF_RAISED)
    planned = total(lines, GRANTED)
    return first_no(
        no("what", "budget-line-negative") if any(line.amount < 0 for line in lines) else YES,
        YES if planned == granted else no("what", "budget-not-granted-sum", planned=planned, granted=granted),
        YES if own == self_raised else no("what", "budget-not-own-sum", planned=own, own=self_raised),
        indirect_within_cap(lines, GRANTED, tiers),
        indirect_within_cap(lines, SELF_RAISED, tiers),
    )


def signing_is_overdue(due_on: date, today: date) -> Verdict:
    """The approval lapses only when the last day for signing has passed."""
    return YES if today > due_on else no("when", "signing-not-overdue", due=due_on)
