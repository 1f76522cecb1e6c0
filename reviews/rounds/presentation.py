"""An item as an expert may read it: the submitted snapshot behind the round's blindness."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_staff
from core.records import Fact, FileLink, Table
from projects.applications.models import Application
from projects.applications.states import Category, Comparison, Source
from projects.calls.form_definition import current_form, sections_of
from reviews.rounds.models import Round, RoundItem
from reviews.rounds.rules import blind
from reviews.rounds.states import AFTER_LOCK, Blindness


@dataclass(frozen=True)
class Part:
    """One part of the material on the workbench: texts (label, text), or tables."""

    key: str
    title: Any
    texts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Head:
    """What may be known of an item before its content is opened: enough to see a conflict."""

    alias: str
    title: str
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """Everything an expert may read of one item. ``asked``: yuan asked for."""

    head: Head
    parts: tuple[Part, ...]
    files: tuple[FileLink, ...]
    asked: Decimal | None


def names_items(user: Any, round_: Round) -> bool:
    """The bureau knows whose an item is; the chair of a double-blind round learns it after the lock."""
    return is_staff(user) or round_.blindness == Blindness.SINGLE or round_.state in AFTER_LOCK


def is_double(item: RoundItem) -> bool:
    return item.round.blindness == Blindness.DOUBLE


def head_of(item: RoundItem) -> Head:
    """Title with units and people (single-blind), or the title alone with every name taken out (double-blind)."""
    application = item.application
    if application is None:
        return Head(item.alias, item.alias)
    content = _snapshot(application)
    kept = blind(content, double=is_double(item))
    if is_double(item):
        return Head(item.alias, str(kept.get("title", "")))
    team = kept.get("team", [])
    units = [kept.get("institution", ""), *(each.get("institution_name", "") for each in team)]
    people = [kept.get("principal_investigator", ""), *(each.get("name", "") for each in team)]
    return Head(item.alias, str(kept.get("title", "")), _once(units), _once(people))


def title_of(item: RoundItem) -> str:
    """The title as the item's experts read it."""
    return head_of(item).title


def material_of(item: RoundItem) -> Material:
    """The material of one item. Four queries."""
    application = item.application
    if application is None:
        return Material(head_of(item), (), (), None)
    kept = blind(_snapshot(application), double=is_double(item))
    files = (
        tuple(
            FileLink(each.name, each.file.sha256, each.file.size, each.attached_at, each.kind)
            for each in application.attachments.select_related("file")
        )
        if "attachments" in kept
        else ()
    )
    parts = [*_texts(application, kept), *_tables(kept)]
    return Material(
        head_of(item), tuple(part for part in parts if part.texts or part.tables), files, application.granted_requested
    )


def facts_of(material: Material) -> list[Fact]:
    """The texts of the material as facts, for page and API."""
    return [
        Fact(f"{part.key}-{place}", label, text, "long")
        for part in material.parts
        for place, (label, text) in enumerate(part.texts, 1)
    ]


def tables_of(material: Material) -> list[Table]:
    return [table for part in material.parts for table in part.tables]


def _snapshot(application: Application) -> dict[str, Any]:
    """What was submitted last (prefetched where there are many); imported applications have none."""
    latest = max(application.snapshots.all(), key=lambda each: each.number, default=None)
    kept: dict[str, Any] | None = latest.content if latest else None
    return kept or {
        "title": application.title,
        "institution": application.institution.name,
        "principal_investigator": application.principal_investigator.name,
    }


def _once(names: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(name) for name in names if name))


def _texts(application: Application, kept: dict[str, Any]) -> list[Part]:
    return [
        Part(
            section.key,
            section.title,
            tuple(
                (field.label, str(kept["sections"].get(section.key, {}).get(field.key, ""))) for field in section.fields
            ),
        )
        for section in sections_of(current_form(application.call))
        if section.fields and section.key in kept["sections"]
    ]


def _tables(kept: dict[str, Any]) -> list[Part]:
    sources, categories, signs = dict(Source.choices), dict(Category.choices), dict(Comparison.choices)
    team: list[tuple[str, Any, str]] = [("name", _("Name"), "text"), ("institution_name", _("Institution"), "text"), ("title", _("Professional title"), "text"), ("task", _("Task"), "text"), ("months", _("Months"), "number")]  # fmt: skip
    aims: list[tuple[str, Any, str]] = [("name", _("Indicator"), "text"), ("existing", _("Existing value"), "number"), ("midterm", _("Mid-term value"), "number"), ("sign", "", "text"), ("target", _("Final value"), "number"), ("unit", _("Unit"), "text"), ("method", _("Method of proof"), "text")]  # fmt: skip
    plan: list[tuple[str, Any, str]] = [
        ("year", _("Year"), "text"),
        ("content", _("Work"), "text"),
        ("outcome", _("Outcome"), "text"),
    ]
    money: list[tuple[str, Any, str]] = [("source", _("Source"), "text"), ("category", _("Category"), "text"), ("amount", _("Amount"), "money"), ("note", _("Explanation"), "text")]  # fmt: skip
    rows = {
        "team": kept.get("team", []),
        "indicators": [
            each
            | {name: _number(each.get(name)) for name in ("existing", "midterm", "target")}
            | {"sign": signs.get(each.get("comparison", ""), "")}
            for each in kept.get("indicators", [])
        ],
        "year_plan": kept.get("year_plan", []),
        "budget": [
            each | {"source": sources.get(each["source"], ""), "category": categories.get(each["category"], "")}
            for each in kept.get("budget", [])
        ],
    }
    titles = {
        "team": _("Team"),
        "indicators": _("Indicators"),
        "year_plan": _("Year plan"),
        "budget": _("Budget (yuan)"),
    }
    columns: dict[str, list[tuple[str, Any, str]]] = {
        "team": team,
        "indicators": aims,
        "year_plan": plan,
        "budget": money,
    }
    return [
        Part(key, titles[key], tables=(Table(key, "", columns[key], found),)) for key, found in rows.items() if found
    ]


def _number(stored: Any) -> Decimal | None:
    return None if stored in (None, "") else Decimal(str(stored))
