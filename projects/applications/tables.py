"""The plain values of the typed tables, as services take them from page, API and import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


def tag_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """What names this content of a table: two writers with the same tag saw the same rows."""
    text = json.dumps([dict(row) for row in rows], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Basics:
    title: str
    direction_code: str | None
    starts_on: date | None
    ends_on: date | None
    title_en: str = ""
    discipline: str = ""
    keywords: str = ""


@dataclass(frozen=True)
class Member:
    name: str
    institution_name: str
    title: str = ""
    task: str = ""
    months: int = 0


@dataclass(frozen=True)
class Money:
    """A budget line in yuan."""

    source: str
    category: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class Aim:
    """An indicator with its three values."""

    category: str
    name: str
    comparison: str
    existing: Decimal | None
    midterm: Decimal | None
    target: Decimal
    unit: str
    method: str


@dataclass(frozen=True)
class Plan:
    year: int
    content: str
    outcome: str = ""


@dataclass(frozen=True)
class Avoid:
    person_name: str = ""
    institution_name: str = ""
    reason: str = ""
