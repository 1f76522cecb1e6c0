"""Pure rules of a call: its windows."""

from __future__ import annotations

from datetime import datetime

from core.verdict import YES, Verdict, no


def window_is_open(opens_at: datetime, closes_at: datetime, at: datetime) -> Verdict:
    """Half-open: from ``opens_at`` on, and before ``closes_at``."""
    if at < opens_at:
        return no("when", "window-not-open", opens=opens_at)
    if at >= closes_at:
        return no("when", "window-closed", closes=closes_at)
    return YES


def institution_may_lead(kind: str, allowed: list[str]) -> Verdict:
    """An empty list lets every kind of institution lead."""
    return YES if not allowed or kind in allowed else no("what", "may-not-lead")
