"""The typed sections of an application form as tables: their forms, their rows, and the service that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from core.reasons import words_of
from projects.applications import services
from projects.applications.completeness import measured_budget
from projects.applications.forms import AimForm, AvoidForm, BudgetForm, MemberForm, PlanForm
from projects.applications.models import Application
from projects.applications.queries import rows_of
from projects.applications.reasons import INDIRECT as INDIRECT_RULE
from projects.applications.rules import Line
from projects.applications.states import Category, Source
from projects.applications.tables import Aim, Avoid, Member, Money, Plan

FEWEST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 200


@dataclass(frozen=True)
class TablePart:
    """A typed section edited as rows: the form of a row, the plain row, the service."""

    form: type[forms.Form]
    row: Callable[..., Any]
    save: Callable[..., Any]
    wide: tuple[str, ...] = ()  # columns that need room
    fewest: int = FEWEST_ROWS


TABLES = {
    "team": TablePart(MemberForm, Member, services.set_team, ("institution_name", "task")),
    "indicators": TablePart(AimForm, Aim, services.set_indicators, ("name", "method")),
    "year_plan": TablePart(PlanForm, Plan, services.set_year_plan, ("content", "outcome"), fewest=2),
    "avoidance": TablePart(AvoidForm, Avoid, services.set_avoidances, ("institution_name", "reason")),
}


def formset_of(part: TablePart, *, extra: int = 0) -> Any:
    return forms.formset_factory(part.form, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=250)


def stored_formset(application: Application, key: str, *, more: int = 0) -> Any:
    """The rows as they stand, and some empty ones: at least one, so that a row can be added without JavaScript."""
    rows = [{name: typed(value) for name, value in row.items()} for row in rows_of(application, key)]
    part = TABLES[key]
    extra = max(part.fewest - len(rows), 1) + more
    return formset_of(part, extra=extra)(initial=rows, prefix="row")


def typed(value: Any) -> Any:
    """A number as somebody would type it: 2000, not 2000.0000."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def rows_in(formset: Any, part: TablePart) -> list[Any]:
    """The plain rows of a valid formset, without those that were removed or left empty."""
    return [
        part.row(**{name: value for name, value in each.cleaned_data.items() if name != "DELETE"})
        for each in formset.forms
        if each.cleaned_data and not each.cleaned_data.get("DELETE")
    ]


def wrong_rows(formset: Any) -> list[tuple[int, str]]:
    """(number of the row, what is wrong with it) for each row that cannot be kept."""
    found = []
    for number, form in enumerate(formset.forms, 1):
        said = [
            f"{form.fields[name].label}：{errors[0]}" if name in form.fields else errors[0]
            for name, errors in form.errors.items()
        ]
        if said:
            found.append((number, "；".join(said)))
    return found


def stored_budget(application: Application) -> BudgetForm:
    cells = {name: typed(value) for name, value in BudgetForm.cells_of(rows_of(application, "budget")).items()}
    return BudgetForm(initial=cells)


def money_lines(form: BudgetForm) -> list[Money]:
    return [Money(**line) for line in form.lines()]


def budget_grid(form: BudgetForm) -> dict[str, Any]:
    """The table of the budget: a row per category with its cells, and the names that each sum adds up."""
    sources = list(Source)
    rows = [
        {
            "label": category.label,
            "cells": [(source.label, form[f"{source}-{category}"]) for source in sources],
            "names": " ".join(f"{source}-{category}" for source in sources),
            "note": form[f"note-{category}"],
        }
        for category in Category
    ]
    sums = [
        (source.label, " ".join(f"{source}-{category}" for category in Category), _sum(form, [source]))
        for source in sources
    ]
    return {
        "sources": [source.label for source in sources],
        "rows": [row | {"sum": _sum(form, sources, category)} for row, category in zip(rows, Category, strict=True)],
        "sums": sums,
        "names": " ".join(names for _label, names, _amount in sums),
        "total": _sum(form, sources),
    }


def _sum(form: BudgetForm, sources: list[Source], only: Category | None = None) -> Decimal:
    cells = [f"{source}-{category}" for source in sources for category in Category if only in (None, category)]
    return sum((_amount(form, cell) for cell in cells), Decimal(0))


def _amount(form: BudgetForm, cell: str) -> Decimal:
    """What the cell says now, typed or stored; nothing where it cannot be read."""
    try:
        return form.fields[cell].clean(form[cell].value()) or Decimal(0)
    except forms.ValidationError:
        return Decimal(0)


def measures_of(application: Application, form: BudgetForm) -> list[dict[str, Any]]:
    """Each sum beside its bound, with the words of its refusal, for the cells as they are now."""
    lines = [
        Line(source, category, _amount(form, f"{source}-{category}")) for source in Source for category in Category
    ]
    return [
        {
            "key": each.key,
            "rule": INDIRECT_RULE if each.key.startswith("indirect") else "",
            "amount": each.amount,
            "bound": each.bound,
            "base": each.base,
            "percent": (each.share * 100).quantize(Decimal("0.1")),
            "right": bool(each.verdict),
            "words": words_of(each.verdict),
        }
        for each in measured_budget(application, lines)
    ]


def typed_budget(posted: QueryDict | Mapping[str, Any]) -> BudgetForm:
    form = BudgetForm(posted)
    form.is_valid()
    return form
