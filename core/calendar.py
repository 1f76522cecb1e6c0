"""Working days of China: published holidays and make-up days, corrected by override rows.

Days beyond the last published year are provisional: weekends off, everything else working.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import gettext_lazy as _

from core.models import CalendarOverride
from core.reasons import Reason, register

LAST_PUBLISHED_YEAR = 2026
LONGEST_SPAN_DAYS = 3_660


@lru_cache(maxsize=32)
def _published(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(days off, make-up working days) of a published year; nothing for a year not yet published."""
    if year > LAST_PUBLISHED_YEAR:
        return frozenset(), frozenset()
    calendar = holidays.country_holidays("CN", years=year)
    return frozenset(calendar), frozenset(getattr(calendar, "weekend_workdays", ()))


def overrides() -> dict[date, bool]:
    """The override rows: day -> is it a working day."""
    return dict(CalendarOverride.objects.values_list("day", "is_working"))


def is_working_day(day: date, overridden: Mapping[date, bool] | None = None) -> bool:
    """Is this a working day? Override rows win over the published calendar, which wins over the weekend."""
    known = overrides() if overridden is None else overridden
    if day in known:
        return known[day]
    off, made_up = _published(day.year)
    if day in made_up:
        return True
    return day not in off and day.weekday() < 5


def is_provisional(day: date) -> bool:
    """Is the day beyond the last year whose holidays are published?"""
    return day.year > LAST_PUBLISHED_YEAR


def next_working_day(day: date, overridden: Mapping[date, bool] | None = None) -> date:
    """The day itself, or the first working day after it (Civil Code art. 203: a last day off moves to the next)."""
    known = overrides() if overridden is None else overridden
    while not is_working_day(day, known):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself is not counted (Civil Code art. 201)."""
    if not 0 <= count <= LONGEST_SPAN_DAYS:
        raise ValueError(f"count must lie between 0 and {LONGEST_SPAN_DAYS}, not {count}")
    known = overrides()
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, known)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before ``start``."""
    if end < start:
        return -working_days_between(end, start)
    known = overrides()
    return sum(is_working_day(start + timedelta(days=n), known) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later (earlier if negative); no such day -> the month's last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


register({"outside-window": Reason(_("This can be done from %(opens)s until %(closes)s only."))})
