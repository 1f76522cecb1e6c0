"""Verbs of the ranking: fixed from the scores, corrected by the panel's votes with a reason, handed down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock, ledger
from core.calendar import add_months
from core.clock import today
from core.policy import in_force
from core.transitions import lock, take_step
from core.verdict import require
from projects.outcomes.services import hand_down_outcome
from reviews.panels.models import Ranking
from reviews.panels.permissions import may_rank, may_record_panel
from reviews.panels.queries import rankings_of, recommended, standings_of, valid_sheets
from reviews.panels.rules import Word, is_recommended, panel_is_right
from reviews.rounds.models import Round
from reviews.rounds.permissions import keeps_round
from reviews.rounds.policy import RoundPolicy


def rank_round(round_: Round, *, by: User) -> Round:
    """Fix the ranking from the valid score sheets; refused while an item has too few of them."""
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year)
    with transaction.atomic():
        found = standings_of(lock(round_))
        facts = {"ranking": [[each.item.alias, each.score, each.score_rank] for each in found]}
        taken = take_step(round_, "rank", by=by, may=may_rank, facts=facts, policies=(policy.version,))
        Ranking.objects.bulk_create(found)
    return taken


def record_panel(round_: Round, *, by: User, words: Sequence[Word]) -> Round:
    """Write the panel's votes and its final order; items that are not named keep what they have.

    The place by score stays; a final rank that departs from it needs a reason. Noted in the round's ledger.
    """
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year)
    with transaction.atomic():
        locked = lock(round_)
        at = clock.now()
        require(may_record_panel(by, locked, at))
        rows = rankings_of(locked)
        said = {word.alias: word for word in words}
        whole = [_whole(row, said.get(row.item.alias)) for row in rows]
        require(panel_is_right(whole, least=policy.values.panel_least))
        sheets = valid_sheets(locked)
        for row, word in zip(rows, whole, strict=True):
            row.votes_for, row.votes_against = word.votes_for, word.votes_against
            row.final_rank, row.reason = word.final_rank, word.reason.strip()
            row.is_recommended = is_recommended(word, recommended(sheets.get(row.item_id, [])))
        names = ["votes_for", "votes_against", "final_rank", "reason", "is_recommended"]
        Ranking.objects.bulk_update(rows, names)
        facts: dict[str, Any] = {
            "panel": [[w.alias, w.score_rank, w.final_rank, w.votes_for, w.votes_against, w.reason] for w in whole]
        }
        ledger.append(locked, step="panel", by=by, at=at, role="chair", facts=facts, policies=(policy.version,))
    return locked


def _whole(row: Ranking, word: Word | None) -> Word:
    """The panel's word on a row, its place by score taken from the row."""
    if word is None:
        return Word(row.item.alias, row.score_rank, row.final_rank, row.votes_for, row.votes_against, row.reason)
    return replace(word, score_rank=row.score_rank)


def hand_down(round_: Round, *, by: User) -> Round:
    """Write each item's outcome for the pool and the decision; the ranking is fixed from now on."""
    with transaction.atomic():
        taken = take_step(round_, "hand_down", by=by, may=keeps_round)
        policy = in_force(RoundPolicy, scope=taken.call.programme.code, year=taken.call.year).values
        rows = rankings_of(taken)
        for row in rows:
            if row.item.application is None:
                continue
            hand_down_outcome(
                row.item.application,
                round_uuid=taken.uuid,
                score=row.score,
                rank=row.final_rank,
                of=len(rows),
                is_recommended=row.is_recommended,
                recommended_amount=row.recommended_amount,
                policy_version=taken.policy_version or 0,
                valid_until=add_months(today(), policy.outcome_months),
                by=by,
            )
    return taken
