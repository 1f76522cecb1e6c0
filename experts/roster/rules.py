"""Pure rules of the roster."""

from __future__ import annotations

from collections.abc import Sequence

from core.verdict import YES, Verdict, no


def fits_discipline(own: Sequence[str], wanted: str) -> bool:
    """An expert without disciplines fits nothing; an item without one fits everybody."""
    return not wanted or wanted in own


def fits_one_of(own: Sequence[str], wanted: Sequence[str]) -> bool:
    """A group of items may span fields: an expert of one of them fits (domain.md section 2, draw: discipline match)."""
    return any(fits_discipline(own, each) for each in wanted)


def names_disciplines(disciplines: Sequence[str], *, most: int = 3) -> Verdict:
    """One to three disciplines (domain.md section 2, expert fields)."""
    return YES if 1 <= len(disciplines) <= most else no("what", "expert-disciplines", most=most)
