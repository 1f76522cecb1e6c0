"""Pure rules of change requests: how long a period may grow, where money may move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.verdict import YES, Verdict, first_no, no
from projects.applications.rules import GRANTED, INDIRECT, SELF_RAISED, Line, total


def extension_is_right(
    ends_on: date, wanted: date, *, asked_on: date, last_ask: date, last_end: date, granted_before: int, most: int
) -> Verdict:
    """Asked by ``last_ask``, not more often than ``most`` times, later than the end and not beyond ``last_end``."""
    return first_no(
        YES if granted_before < most else no("what", "extension-used", most=most),
        YES if wanted > ends_on else no("what", "extension-backwards", ends=ends_on),
        YES if wanted <= last_end else no("what", "extension-too-long", last=last_end),
        YES if asked_on <= last_ask else no("when", "extension-too-late", last=last_ask, ends=ends_on),
    )


def money_move_is_right(before: Sequence[Line], wanted: Sequence[Line]) -> Verdict:
    """Money moves inside a source; indirect costs may be cut in favour of direct ones, never raised."""
    for source in (GRANTED, SELF_RAISED):
        had, asked = total(before, source, INDIRECT), total(wanted, source, INDIRECT)
        if asked > had:
            return no("what", "indirect-raised", asked=asked, had=had)
    return YES if _nonzero(before) != _nonzero(wanted) else no("what", "change-empty")


def _nonzero(lines: Sequence[Line]) -> set[tuple[str, str, str]]:
    return {(line.source, line.category, f"{line.amount:.2f}") for line in lines if line.amount}


def grounds_suffice(grounds: str, *, least: int) -> Verdict:
    length = len(grounds.strip())
    return YES if length >= least else no("what", "change-without-grounds", least=least, length=length)
