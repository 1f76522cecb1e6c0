"""The shape of the panel's word: four cells an item, named by its alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.panels.models import Ranking
from reviews.panels.rules import Word
from reviews.rounds.models import Round


def panel_form(round_: Round) -> type[forms.Form]:
    """``for-<alias>``, ``against-<alias>``, ``rank-<alias>`` and ``reason-<alias>`` for each ranked item."""
    fields: dict[str, Any] = {}
    rows = list(Ranking.objects.filter(item__round=round_).select_related("item").order_by("final_rank", "item__alias"))
    for row in rows:
        alias = row.item.alias
        fields |= {
            f"for-{alias}": forms.IntegerField(
                label=f"{alias} {_('Votes for')}", required=False, min_value=0, max_value=999, initial=row.votes_for
            ),
            f"against-{alias}": forms.IntegerField(
                label=f"{alias} {_('Votes against')}",
                required=False,
                min_value=0,
                max_value=999,
                initial=row.votes_against,
            ),
            f"rank-{alias}": forms.IntegerField(
                label=f"{alias} {_('Final rank')}", min_value=1, max_value=len(rows), initial=row.final_rank
            ),
            f"reason-{alias}": forms.CharField(
                label=f"{alias} {_('Reason')}", required=False, max_length=500, initial=row.reason
            ),
        }
    return type("PanelForm", (forms.Form,), fields)


def words_from(cells: Mapping[str, Any]) -> list[Word]:
    """The panel's words from a form's cells."""
    aliases = [name.removeprefix("rank-") for name in cells if name.startswith("rank-")]
    return [
        Word(
            alias,
            score_rank=0,
            final_rank=cells[f"rank-{alias}"],
            votes_for=cells.get(f"for-{alias}"),
            votes_against=cells.get(f"against-{alias}"),
            reason=cells.get(f"reason-{alias}") or "",
        )
        for alias in aliases
    ]
