"""Pure rules of assignments: who stands in for an expert who left, and under which code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from core.verdict import YES, Verdict, no


def next_in_order(
    order: Sequence[str],
    *,
    units: Mapping[str, Collection[str]],
    assigned: Collection[str],
    taken_units: Collection[str],
    clear: Collection[str],
) -> str | None:
    """The first of the frozen order who was never assigned to the item, is clear, and comes from a unit not there yet.

    domain.md section 2, draw: auto-replace next on the list; the same legal unit at most once per group.
    """
    seated = set(taken_units)
    for each in order:
        if each not in assigned and each in clear and not seated.intersection(units.get(each, ())):
            return each
    return None


def next_code(codes: Iterable[str]) -> str:
    """The next anonymous code of a round: E01, E02, ..."""
    return f"E{max((int(code[1:]) for code in codes), default=0) + 1:02d}"


def has_declared_all(has_declared: bool) -> Verdict:
    return YES if has_declared else no("what", "declaration-missing")
