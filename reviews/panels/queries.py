"""The standing of a round's items: from the valid score sheets, and as it was fixed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from core.policy import in_force
from reviews.calibration.rules import Aggregate, aggregate, ranks
from reviews.panels.models import Ranking
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.policy import RoundPolicy
from reviews.rounds.queries import items_of
from reviews.scoring.models import Scoresheet
from reviews.scoring.states import Recommendation, ScoresheetState


def valid_sheets(round_: Round) -> dict[int, list[Scoresheet]]:
    """Submitted sheets of assignments that still count, by item. One query."""
    rows = (
        Scoresheet.objects.filter(
            assignment__item__round=round_, assignment__live_clear=True, state=ScoresheetState.SUBMITTED
        )
        .select_related("assignment")
        .order_by("assignment__code", "pk")
    )
    found: dict[int, list[Scoresheet]] = defaultdict(list)
    for sheet in rows:
        found[sheet.assignment.item_id].append(sheet)
    return found


def fewest_sheets(round_: Round) -> int:
    """Valid sheets of the item that has the fewest."""
    sheets = valid_sheets(round_)
    return min((len(sheets.get(pk, ())) for pk in round_.items.values_list("pk", flat=True)), default=0)


def standings_of(round_: Round) -> list[Ranking]:
    """What the ranking will say of every item that has a valid sheet, best first; rows that are not saved yet."""
    policy = in_force(RoundPolicy, scope=round_.call.programme.code, year=round_.call.year).values
    sheets = valid_sheets(round_)
    items = [each for each in items_of(round_) if sheets.get(each.pk)]
    sums = [
        aggregate(
            [sheet.total or Decimal(0) for sheet in sheets[each.pk]],
            trim_from=policy.trim_from,
            disputed_from=policy.disputed_from,
        )
        for each in items
    ]
    places = ranks([each.score for each in sums])
    found = [_row(item, each, place, sheets[item.pk]) for item, each, place in zip(items, sums, places, strict=True)]
    return sorted(found, key=lambda each: (each.score_rank, each.item.alias))


def _row(item: RoundItem, found: Aggregate, place: int, sheets: list[Scoresheet]) -> Ranking:
    return Ranking(
        item=item,
        valid_scores=found.count,
        raw_mean=found.mean,
        score=found.score,
        spread=found.spread,
        is_disputed=found.is_disputed,
        score_rank=place,
        final_rank=place,
        recommended_amount=amount_of(item, sheets),
        is_recommended=recommended(sheets),
    )


def recommended(sheets: list[Scoresheet]) -> bool:
    """More sheets for funding than against."""
    against = sum(sheet.recommendation == Recommendation.REJECT for sheet in sheets)
    return against * 2 < len(sheets)


def amount_of(item: RoundItem, sheets: list[Scoresheet]) -> Decimal | None:
    """The middle of the suggested amounts, never above what was asked for; yuan."""
    asked = item.application.granted_requested if item.application else None
    named = sorted(sheet.suggested_amount for sheet in sheets if sheet.suggested_amount)
    if not named or asked is None:
        return asked
    return min(named[len(named) // 2], asked)


def rankings_of(round_: Round) -> list[Ranking]:
    """The fixed ranking, in the panel's order."""
    return list(
        Ranking.objects.filter(item__round=round_)
        .select_related("item__application__institution", "item__application__principal_investigator", "item__round")
        .prefetch_related("item__application__snapshots")
        .order_by("final_rank", "item__alias")
    )
