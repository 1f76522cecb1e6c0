"""What a change wants, as plain typed values, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from projects.applications.rules import Line


@dataclass(frozen=True)
class Wanted:
    """Only the part of its kind is filled. ``texts``: ``"section.field"`` -> the new text; ``person``: a UUID."""

    ends_on: date | None = None
    lines: tuple[Line, ...] = ()
    person: str = ""
    person_name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def stored(wanted: Wanted) -> dict[str, Any]:
    """The row's JSON: what is empty stays away."""
    parts: dict[str, Any] = {
        "ends_on": wanted.ends_on.isoformat() if wanted.ends_on else None,
        "lines": [[line.source, line.category, str(line.amount)] for line in wanted.lines],
        "person": wanted.person,
        "person_name": wanted.person_name,
        "texts": dict(wanted.texts),
    }
    return {key: value for key, value in parts.items() if value}


def read(row: Mapping[str, Any]) -> Wanted:
    """The typed values of a stored row."""
    return Wanted(
        ends_on=date.fromisoformat(row["ends_on"]) if row.get("ends_on") else None,
        lines=tuple(Line(source, category, Decimal(amount)) for source, category, amount in row.get("lines", [])),
        person=row.get("person", ""),
        person_name=row.get("person_name", ""),
        texts=dict(row.get("texts", {})),
    )
