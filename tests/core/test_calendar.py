"""Working days of China, with make-up days and override rows."""

from datetime import date

import pytest

from core.calendar import add_months, add_working_days, is_working_day, next_working_day, working_days_between
from core.models import CalendarOverride

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2025, 10, 1), False),  # National Day
        (date(2025, 10, 11), True),  # a Saturday made up for it
        (date(2025, 9, 28), True),  # a Sunday made up for it
    ],
)
def test_published_days(day, expected):
    assert is_working_day(day) is expected


def test_the_day_of_publication_is_not_counted():
    assert add_working_days(date(2026, 11, 23), 5) == date(2026, 11, 30)
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 30)) == 5
    assert working_days_between(date(2026, 11, 30), date(2026, 11, 23)) == -5


def test_an_override_row_wins():
    CalendarOverride.objects.create(day=date(2026, 11, 24), is_working=False, note="storm")
    assert add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert next_working_day(date(2026, 11, 24)) == date(2026, 11, 25)


@pytest.mark.parametrize("count", [-1, 3_661])
def test_spans_out_of_range_are_refused(count):
    with pytest.raises(ValueError, match="between 0 and"):
        add_working_days(date(2026, 1, 1), count)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 15), -36, date(2023, 3, 15)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_calendar_months_end_with_the_month(day, months, expected):
    assert add_months(day, months) == expected
