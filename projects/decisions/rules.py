"""Pure rules of decisions, notices and objections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.verdict import YES, Verdict, no


def amounts_are_right(items: Sequence[tuple[str, Decimal, Decimal]], money: Decimal) -> Verdict:
    """``items``: (title, suggested, approved) of those to be funded; none above its suggestion, all within the money."""
    if not items:
        return no("what", "decision-empty")
    for title, suggested, approved in items:
        if approved <= 0:
            return no("what", "approved-nothing", title=title)
        if approved > suggested:
            return no("what", "approved-above-suggested", title=title, approved=approved, suggested=suggested)
    total = sum((approved for _title, _suggested, approved in items), Decimal(0))
    return YES if total <= money else no("what", "decision-above-money", total=total, money=money)


def notice_has_ended(closes_on: date | None, today: date) -> Verdict:
    """Objections are received through the last day; the notice ends the day after."""
    if closes_on is None:
        return no("when", "notice-not-published")
    return YES if today > closes_on else no("when", "notice-still-on", closes=closes_on)


def objection_is_handled(name: str, contact: str, grounds: str, *, least: int) -> Verdict:
    """Objections are by name, with a contact and facts (anonymous or fact-free ones are not handled)."""
    if len(name.strip()) < 2 or not contact.strip():
        return no("what", "objection-anonymous")
    if len(grounds.strip()) < least:
        return no("what", "objection-without-facts", least=least)
    return YES
