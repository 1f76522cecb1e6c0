"""Verbs of the ranking: fixed from the scores, corrected by the panel's votes with a reason, handed down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import when
from core.calendar import add_months
from core.clock import today
from core.policy import in_force
from core.transitions import take_step
from core.verdict import Verdict, any_yes, require
from projects.outcomes.services import hand_down_outcome
from reviews.calibration.rules import Aggregate, aggregate, enough_scores, ranks
from reviews.panels.models import Ranking
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.services import keeps_round
from reviews.scoring.models import Scoresheet
from reviews.scoring.states import Recommendation, ScoresheetState


def may_rank(user: Any, round_: Round, at: datetime) -> Verdict:
    return any_yes(when(user is not None and round_.chair_id == user.pk), lambda: keeps_round(user, round_, at))


def valid_sheets(item: RoundItem) -> list[Scoresheet]:
    """Submitted sheets of assignments that still count."""
    return list(
        Scoresheet.objects.filter(
            assignment__item=item, assignment__live_clear=True, state=ScoresheetState.SUBMITTED
        ).order_by("pk")
    )


def rank_round(round_: Round, *, by: User) -> Round:
    """Fix the ranking from the valid score sheets; refused while an item has too few of them."""
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year)
    with transaction.atomic():
        items = list(round_.items.select_related("application"))
        found: list[tuple[RoundItem, list[Scoresheet], Aggregate]] = []
        for item in items:
            sheets = valid_sheets(item)
            require(enough_scores(len(sheets), policy.values.least_valid))
            scores = [sheet.total or Decimal(0) for sheet in sheets]
            found.append(
                (
                    item,
                    sheets,
                    aggregate(scores, trim_from=policy.values.trim_from, disputed_from=policy.values.disputed_from),
                )
            )
        places = ranks([each.score for _item, _sheets, each in found])
        for (item, sheets, each), place in zip(found, places, strict=True):
            Ranking.objects.create(
                item=item,
                valid_scores=each.count,
                raw_mean=each.mean,
                score=each.score,
                spread=each.spread,
                is_disputed=each.is_disputed,
                score_rank=place,
                final_rank=place,
                recommended_amount=_amount(item, sheets),
                is_recommended=_is_recommended(sheets),
            )
        facts = {
            "ranking": [[item.alias, each.score, place] for (item, _s, each), place in zip(found, places, strict=True)]
        }
        return take_step(round_, "rank", by=by, may=may_rank, facts=facts, policies=(policy.version,))


def _is_recommended(sheets: list[Scoresheet]) -> bool:
    """More sheets for funding than against."""
    against = sum(sheet.recommendation == Recommendation.REJECT for sheet in sheets)
    return against * 2 < len(sheets)


def _amount(item: RoundItem, sheets: list[Scoresheet]) -> Decimal | None:
    """The middle of the suggested amounts, never above what was asked for; yuan."""
    asked = item.application.granted_requested if item.application else None
    named = sorted(sheet.suggested_amount for sheet in sheets if sheet.suggested_amount)
    if not named or asked is None:
        return asked
    return min(named[len(named) // 2], asked)


def hand_down(round_: Round, *, by: User) -> Round:
    """Write each item's outcome for the pool and the decision; the ranking is fixed from now on."""
    with transaction.atomic():
        taken = take_step(round_, "hand_down", by=by, may=keeps_round)
        policy = in_force(RoundPolicy, scope=taken.call.programme.code, year=taken.call.year).values
        rows = list(Ranking.objects.filter(item__round=taken).select_related("item__application"))
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
