"""The shape of the input of contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import YuanField
from projects.applications.states import Category, Source

CELLS = [(source, category) for source in Source for category in Category]


def cell_name(source: str, category: str) -> str:
    """The stable name of a budget cell: ``granted-equipment``."""
    return f"{source}-{category}"


class BudgetForm(forms.Form):
    """One amount per source and category, in yuan; an empty cell is nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for source, category in CELLS:
            self.fields[cell_name(source, category)] = YuanField(
                label=f"{source.label} · {category.label}", required=False, help_text=_("yuan")
            )


def amounts_in(cells: dict[str, Decimal | None]) -> list[tuple[str, str, Decimal]]:
    """(source, category, amount) of the cells that hold something."""
    amounts = [(source.value, category.value, cells.get(cell_name(source, category))) for source, category in CELLS]
    return [(source, category, amount) for source, category, amount in amounts if amount]
