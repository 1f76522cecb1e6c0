"""What people write in an acceptance, as typed rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Value:
    """The final value of the indicator at a place in the contract (from 1); None: not known yet."""

    place: int
    actual: Decimal | None
    evidence: str = ""


@dataclass(frozen=True)
class Brought:
    """One achievement. ``kind``: paper | patent | standard | report | product."""

    kind: str
    title: str
    reference: str = ""
    made_on: date | None = None
