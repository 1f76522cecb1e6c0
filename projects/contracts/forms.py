"""The shape of the input of contracts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms import YuanField
from projects.applications.states import Category, Source

CELLS = [(source, category) for source in Source for category in Category]


def cell_name(source: str, category: str) -> str:
    """The stable name of a budget cell: ``granted-equipment``."""
    return f"{source}-{category}"


class BudgetForm(forms.Form):
    """One amount per source and category, in yuan; an empty cell is nothing. ``sums``: what each source must reach."""

    sums: ClassVar[Mapping[str, Decimal]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for source, category in CELLS:
            wanted = self.sums.get(source) if category == CELLS[0][1] else None
            said = format_lazy(_("These four lines must add up to {sum} yuan."), sum=f"{wanted:,.2f}") if wanted else ""
            label = format_lazy(_("{source} · {category} (yuan)"), source=source.label, category=category.label)
            self.fields[cell_name(source, category)] = YuanField(label=label, required=False, help_text=said)


def budget_form(granted: Decimal, self_raised: Decimal) -> type[BudgetForm]:
    """The budget form that says which sums must be met."""
    wanted = {Source.GRANTED.value: granted, Source.SELF_RAISED.value: self_raised}
    return type("BudgetForm", (BudgetForm,), {"sums": wanted})


def amounts_in(cells: dict[str, Decimal | None]) -> list[tuple[str, str, Decimal]]:
    """(source, category, amount) of the cells that hold something."""
    amounts = [(source.value, category.value, cells.get(cell_name(source, category))) for source, category in CELLS]
    return [(source, category, amount) for source, category, amount in amounts if amount]
