"""Pure rules of an application: budget, indicators, period, completeness of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.verdict import YES, Verdict, first_no, no

CENT = Decimal("0.01")
GRANTED, SELF_RAISED = "granted", "self_raised"
EQUIPMENT, INDIRECT = "equipment", "indirect"


@dataclass(frozen=True)
class Line:
    """A budget line: source, category, amount in yuan."""

    source: str
    category: str
    amount: Decimal


@dataclass(frozen=True)
class Missing:
    """Something that is missing before one may submit: where, and the refusal that says what."""

    section: str
    verdict: Verdict


def total(lines: Iterable[Line], source: str, category: str | None = None) -> Decimal:
    """Sum in yuan of the lines of a source (and category)."""
    return sum((x.amount for x in lines if x.source == source and category in (None, x.category)), Decimal(0))


def indirect_cap(base: Decimal, tiers: Sequence[tuple[Decimal | None, Decimal]]) -> Decimal:
    """The most indirect cost, yuan, on ``base`` = direct costs less equipment purchase.

    ``tiers``: (upper bound or None, rate), marginal: 8,000,000 under 30/25/20 % gives 2,250,000
    (domain.md section 3, indirect cap).
    """
    cap, lower = Decimal(0), Decimal(0)
    for upper, rate in tiers:
        reach = base if upper is None else min(base, upper)
        if reach > lower:
            cap += (reach - lower) * rate
        if upper is None or base <= upper:
            break
        lower = upper
    return cap.quantize(CENT, ROUND_HALF_UP)


def indirect_base(lines: Sequence[Line], source: str) -> Decimal:
    """Direct costs less equipment purchase, yuan."""
    return total(lines, source) - total(lines, source, INDIRECT) - total(lines, source, EQUIPMENT)


def indirect_within_cap(lines: Sequence[Line], source: str, tiers: Sequence[tuple[Decimal | None, Decimal]]) -> Verdict:
    """Granted and self-raised money are capped separately."""
    base = indirect_base(lines, source)
    cap, asked = indirect_cap(base, tiers), total(lines, source, INDIRECT)
    return YES if asked <= cap else no("what", "indirect-above-cap", asked=asked, cap=cap, base=base)


@dataclass(frozen=True)
class Measure:
    """A sum of the budget beside its bound, yuan. ``base``: what the bound is reckoned from; ``share``: of what it is
    measured against (granted money against the ceiling, self-raised against the total, indirect against the base)."""

    key: str  # granted | self_raised | indirect-granted | indirect-self_raised
    amount: Decimal
    bound: Decimal
    base: Decimal
    verdict: Verdict

    @property
    def share(self) -> Decimal:
        return self.amount / self.base if self.base else Decimal(0)


def budget_measures(
    lines: Sequence[Line],
    *,
    ceiling: Decimal,
    self_raised_ratio: Decimal,
    tiers: Sequence[tuple[Decimal | None, Decimal]],
) -> list[Measure]:
    """Granted money, the self-raised share and both indirect costs, each with its verdict. Amounts in yuan."""
    granted, own = total(lines, GRANTED), total(lines, SELF_RAISED)
    above = no("what", "grant-above-ceiling", asked=granted, ceiling=ceiling)
    verdict = no("what", "budget-empty") if granted <= 0 else YES if granted <= ceiling else above
    return [
        Measure("granted", granted, ceiling, ceiling, verdict),
        _self_raised(granted, own, self_raised_ratio),
        *(_indirect(lines, source, tiers) for source in (GRANTED, SELF_RAISED)),
    ]


def _self_raised(granted: Decimal, own: Decimal, ratio: Decimal) -> Measure:
    share = own / (granted + own) if granted + own else Decimal(0)
    least = (granted * ratio / (1 - ratio)).quantize(CENT) if ratio < 1 else granted
    short = no("what", "self-raised-too-little", share=f"{share:.1%}", least=f"{ratio:.0%}", missing=least - own)
    return Measure("self_raised", own, least, granted + own, YES if share >= ratio else short)


def _indirect(lines: Sequence[Line], source: str, tiers: Sequence[tuple[Decimal | None, Decimal]]) -> Measure:
    base = indirect_base(lines, source)
    amount, verdict = total(lines, source, INDIRECT), indirect_within_cap(lines, source, tiers)
    return Measure(f"indirect-{source}", amount, indirect_cap(base, tiers), base, verdict)


def budget_is_right(
    lines: Sequence[Line],
    *,
    ceiling: Decimal,
    self_raised_ratio: Decimal,
    tiers: Sequence[tuple[Decimal | None, Decimal]],
) -> Verdict:
    """Ceiling, self-raised share of the total, and both indirect caps. Amounts in yuan."""
    measured = budget_measures(lines, ceiling=ceiling, self_raised_ratio=self_raised_ratio, tiers=tiers)
    return first_no(*(each.verdict for each in measured))


def named_once(names: Sequence[object], code: str) -> Verdict:
    """Refuses when a row names what an earlier one named."""
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    return YES if twice is None else no("what", code, name=twice)


def reaches(actual: Decimal, comparison: str, wanted: Decimal) -> bool:
    """Is an indicator met: ``ge`` at least, ``le`` at most. A missed ``le`` is missed, never a percentage."""
    return actual >= wanted if comparison == "ge" else actual <= wanted


def indicator_is_right(
    name: str,
    comparison: str,
    existing: Decimal | None,
    midterm: Decimal | None,
    target: Decimal,
    unit: str,
    method: str,
) -> Verdict:
    """Unit and method are named, and mid-term lies on the way from existing to target."""
    if not unit.strip() or not method.strip():
        return no("what", "indicator-unmeasurable", name=name)
    ordered = [value for value in (existing, midterm, target) if value is not None]
    if ordered != sorted(ordered, reverse=comparison == "le"):
        return no("what", "indicator-order", name=name)
    return YES


def period_is_right(starts_on: date, ends_on: date, *, longest_months: int) -> Verdict:
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    if ends_on <= starts_on:
        return no("what", "period-backwards")
    return YES if months <= longest_months else no("what", "period-too-long", months=months, most=longest_months)


def text_fits(label: str, text: str, *, least: int, most: int, required: bool) -> Verdict:
    """Length in characters, white space at the ends not counted."""
    length = len(text.strip())
    if not length:
        return no("what", "text-missing", label=label) if required else YES
    if length < least:
        return no("what", "text-too-short", label=label, length=length, least=least)
    return YES if length <= most else no("what", "text-too-long", label=label, length=length, most=most)


def team_is_right(members: Sequence[Mapping[str, object]], *, most: int) -> Verdict:
    if not members:
        return no("what", "team-empty")
    if len(members) > most:
        return no("what", "team-too-large", size=len(members), most=most)
    return YES
