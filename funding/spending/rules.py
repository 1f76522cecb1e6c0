"""Pure rules of spending: what the machine flags about a voucher, and when the money does not suffice.

A flag refuses nothing; it is shown to whoever verifies and to the auditor (domain.md section 3, "Machine flags").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.verdict import YES, Verdict, no


@dataclass(frozen=True)
class Voucher:
    """One expenditure as the flags see it. Yuan."""

    voucher: str
    source: str
    category: str
    amount: Decimal
    spent_on: date
    payee: str = ""
    invoice: str = ""
    project: str = ""


@dataclass(frozen=True)
class Flag:
    """What the machine noticed; ``facts`` fill the words of ``code``."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """What a voucher is compared with: the contract's period, team and budget, and the flags' policy values."""

    starts_on: date | None = None
    ends_on: date | None = None
    team: frozenset[str] = frozenset()
    budget: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    round_from: Decimal = Decimal(10_000)
    round_to: Decimal = Decimal(10_000)
    thresholds: tuple[int, ...] = (50_000, 200_000, 1_000_000)
    below_percent: int = 3
    rush_days: int = 30
    rush_percent: int = 40


def flags_of(one: Voucher, live: Sequence[Voucher], same_invoice: Iterable[Voucher], frame: Frame) -> list[Flag]:
    """Everything noticed about ``one``. ``live``: the other entered or verified vouchers of the project;
    ``same_invoice``: those of any project with its invoice number."""
    found = [Flag("duplicate-invoice", {"voucher": x.voucher, "project": x.project}) for x in same_invoice][:1]
    if (frame.starts_on and one.spent_on < frame.starts_on) or (frame.ends_on and one.spent_on > frame.ends_on):
        found.append(Flag("outside-period", {"starts": frame.starts_on, "ends": frame.ends_on}))
    if one.payee.strip() in frame.team:
        found.append(Flag("payee-in-team", {"payee": one.payee.strip()}))
    if one.amount >= frame.round_from and one.amount % frame.round_to == 0:
        found.append(Flag("round-amount", {"amount": one.amount}))
    below = just_below(one.amount, frame.thresholds, frame.below_percent)
    if below is not None:
        found.append(Flag("just-below", {"threshold": below}))
    return found + _over_budget(one, live, frame) + _rush(one, live, frame)


def just_below(amount: Decimal, thresholds: Iterable[int], percent: int) -> int | None:
    """The threshold that an amount misses by at most some percent, if any."""
    return next((each for each in thresholds if each * (100 - percent) / Decimal(100) <= amount < each), None)


def _over_budget(one: Voucher, live: Sequence[Voucher], frame: Frame) -> list[Flag]:
    planned = frame.budget.get((one.source, one.category), Decimal(0))
    spent = one.amount + sum(
        (x.amount for x in live if (x.source, x.category) == (one.source, one.category)), Decimal(0)
    )
    return [Flag("over-budget", {"spent": spent, "planned": planned})] if spent > planned else []


def _rush(one: Voucher, live: Sequence[Voucher], frame: Frame) -> list[Flag]:
    """More than the policy's share of one source spent in the last days of the period."""
    if frame.ends_on is None:
        return []
    since = frame.ends_on - timedelta(days=frame.rush_days)
    rows = [one, *(x for x in live if x.source == one.source)]
    late = sum((x.amount for x in rows if x.spent_on > since), Decimal(0))
    total = sum((x.amount for x in rows), Decimal(0))
    if one.spent_on <= since or late * 100 <= total * frame.rush_percent:
        return []
    return [Flag("last-month-rush", {"percent": int(late * 100 / total), "most": frame.rush_percent})]


def money_suffices(arrived_left: Decimal, amount: Decimal) -> Verdict:
    """Granted money can be spent only when it has arrived. Yuan."""
    return YES if amount <= arrived_left else no("what", "granted-money-short", left=arrived_left, wanted=amount)


def spent_by(spent_on: date, today: date) -> Verdict:
    return YES if spent_on <= today else no("what", "spent-in-the-future", day=spent_on)


@dataclass(frozen=True)
class FinalLine:
    """One row of the final accounts (决算): a category of one source. Yuan."""

    source: str
    category: str
    approved: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.approved - self.spent


def final_accounts(budget: Mapping[tuple[str, str], Decimal], verified: Iterable[Voucher]) -> list[FinalLine]:
    """Approved and spent by source and category, in the order of the budget; spending without a budget line follows."""
    spent: dict[tuple[str, str], Decimal] = {}
    for each in verified:
        key = (each.source, each.category)
        spent[key] = spent.get(key, Decimal(0)) + each.amount
    keys = [*budget, *sorted(key for key in spent if key not in budget)]
    return [FinalLine(*key, budget.get(key, Decimal(0)), spent.get(key, Decimal(0))) for key in keys]
