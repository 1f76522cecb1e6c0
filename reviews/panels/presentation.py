"""The ranking as a board: one line an item, one column an expert's code, and the funding line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reviews.panels.models import Ranking
from reviews.panels.queries import rankings_of, standings_of, valid_sheets
from reviews.panels.rules import funding_line
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.presentation import names_items, title_of
from reviews.scoring.models import Scoresheet


@dataclass(frozen=True)
class BoardRow:
    """``scores``: one total per code of the board, None where that expert gave none. Amounts in yuan."""

    rank: int
    score_rank: int
    alias: str
    title: str
    owner: str
    mean: Decimal
    score: Decimal
    spread: Decimal
    is_disputed: bool
    scores: tuple[Decimal | None, ...]
    votes: str
    is_recommended: bool
    amount: Decimal | None
    cumulated: Decimal | None
    is_inside: bool
    ends_money: bool
    reason: str


@dataclass(frozen=True)
class Board:
    codes: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    is_fixed: bool
    money: Decimal
    places: int
    inside: int


def board_of(round_: Round, user: Any) -> Board:
    """As it was fixed, or as the locked scores would have it. The line falls where the call's money or number ends."""
    fixed = rankings_of(round_)
    lines = fixed or standings_of(round_)
    sheets = valid_sheets(round_)
    codes = tuple(sorted({each.assignment.code for found in sheets.values() for each in found}))
    reach = funding_line(
        [(each.is_recommended, each.recommended_amount) for each in lines],
        money=round_.call.budget_total,
        places=round_.call.number_to_fund,
    )
    named = names_items(user, round_)
    rows = [
        _row(each, place, codes, sheets.get(each.item.pk, []), named, sums, reach.inside)
        for place, (each, sums) in enumerate(zip(lines, reach.cumulated, strict=True), 1)
    ]
    return Board(codes, tuple(rows), bool(fixed), round_.call.budget_total, round_.call.number_to_fund, reach.inside)


def _row(
    line: Ranking,
    place: int,
    codes: tuple[str, ...],
    sheets: list[Scoresheet],
    named: bool,
    cumulated: Decimal | None,
    inside: int,
) -> BoardRow:
    totals = {each.assignment.code: each.total for each in sheets}
    return BoardRow(
        rank=line.final_rank,
        score_rank=line.score_rank,
        alias=line.item.alias,
        title=_title(line.item, named),
        owner=_owner(line.item) if named else "",
        mean=line.raw_mean,
        score=line.score,
        spread=line.spread,
        is_disputed=line.is_disputed,
        scores=tuple(totals.get(code) for code in codes),
        votes="" if line.votes_for is None else f"{line.votes_for} : {line.votes_against}",
        is_recommended=line.is_recommended,
        amount=line.recommended_amount,
        cumulated=cumulated,
        is_inside=place <= inside and line.is_recommended,
        ends_money=place == inside,
        reason=line.reason,
    )


def _title(item: RoundItem, named: bool) -> str:
    return item.application.title if named and item.application else title_of(item)


def _owner(item: RoundItem) -> str:
    application = item.application
    return f"{application.number} · {application.institution.name}" if application else ""
