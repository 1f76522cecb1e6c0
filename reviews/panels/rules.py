"""Pure rules of the panel: votes, the final order and its reasons, where the money ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.verdict import YES, Verdict, first_no, no


@dataclass(frozen=True)
class Word:
    """What the panel says of one item; votes are given both or not at all."""

    alias: str
    score_rank: int
    final_rank: int
    votes_for: int | None = None
    votes_against: int | None = None
    reason: str = ""


def votes_are_right(word: Word, *, least: int) -> Verdict:
    """An odd number of voters, ``least`` or more (domain.md section 1, panel), so that a vote decides."""
    if word.votes_for is None and word.votes_against is None:
        return YES
    if word.votes_for is None or word.votes_against is None:
        return no("what", "votes-half-given", item=word.alias)
    voters = word.votes_for + word.votes_against
    return (
        YES
        if voters >= least and voters % 2
        else no("what", "votes-not-odd", item=word.alias, voters=voters, least=least)
    )


def order_is_right(words: Sequence[Word]) -> Verdict:
    """Every place follows from those before it: equal places share a number and the next one is left out."""
    places = [word.final_rank for word in words]
    for word in words:
        wanted = 1 + sum(place < word.final_rank for place in places)
        if word.final_rank != wanted:
            return no("what", "ranks-not-an-order", item=word.alias, rank=word.final_rank, wanted=wanted)
    return YES


def departures_are_explained(words: Sequence[Word]) -> Verdict:
    """An item that the panel moves away from the place of its score needs a reason."""
    for word in words:
        if word.final_rank != word.score_rank and len(word.reason.strip()) < 4:
            return no("what", "departure-without-reason", item=word.alias, score_rank=word.score_rank)
    return YES


def panel_is_right(words: Sequence[Word], *, least: int) -> Verdict:
    return first_no(
        *(votes_are_right(word, least=least) for word in words),
        order_is_right(words),
        departures_are_explained(words),
    )


def is_recommended(word: Word, by_sheets: bool) -> bool:
    """The vote decides where there was one, else the score sheets."""
    if word.votes_for is None or word.votes_against is None:
        return by_sheets
    return word.votes_for > word.votes_against


@dataclass(frozen=True)
class Reach:
    """``cumulated`` yuan after each row (None for a row that is not recommended), and how many rows are inside."""

    cumulated: tuple[Decimal | None, ...]
    inside: int


def funding_line(rows: Sequence[tuple[bool, Decimal | None]], *, money: Decimal, places: int) -> Reach:
    """``rows``: (recommended, amount in yuan) by final rank. The line falls before the first row that money or number
    no longer carries; rows that are not recommended take nothing and do not count."""
    total, taken, inside, open_ = Decimal(0), 0, 0, True
    sums: list[Decimal | None] = []
    for place, (recommended, amount) in enumerate(rows, 1):
        if not recommended:
            sums.append(None)
            continue
        total, taken = total + (amount or Decimal(0)), taken + 1
        sums.append(total)
        open_ = open_ and total <= money and taken <= places
        inside = place if open_ else inside
    return Reach(tuple(sums), inside)
