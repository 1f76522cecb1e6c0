"""Pure rules of the roster."""

from __future__ import annotations

from collections.abc import Sequence

from core.verdict import YES, Verdict, no


def fits_discipline(own: Sequence[str], wanted: str) -> bool:
    """An expert without disciplines fits nothing; an item without one fits everybody."""
    return not wanted or wanted in own


def names_disciplines(disciplines: Sequence[str], *, most: int = 3) -> Verdict:
    """One to three disciplines (domain.md section 2, expert fields)."""
    return YES if 1 <= len(disciplines) <= most else no("what", "expert-disciplines", most=most)
