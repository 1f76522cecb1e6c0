"""Policies: the most particular version in force decides, rows are typed and checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from core import policy
from core.policy import in_force, publish, topic, value

pytestmark = pytest.mark.django_db


@topic("tests.sample", label="Sample")
@dataclass(frozen=True)
class SamplePolicy:
    months: int = value(24, unit="months", least=1, most=120)
    share: Decimal = value(Decimal("0.50"))
    steps: tuple[str, ...] = value(("remote", "panel"))


def test_scope_then_year_then_day_then_number_decide():
    publish(SamplePolicy(), effective_on=date(2020, 1, 1), reason="founding")
    publish(SamplePolicy(months=30), effective_on=date(2025, 1, 1), reason="longer")
    publish(SamplePolicy(months=12), scope="YYJC", effective_on=date(2024, 1, 1), reason="own rule")
    publish(SamplePolicy(months=6), scope="YYJC", year=2026, effective_on=date(2024, 1, 1), reason="year rule")
    answers = [
        in_force(SamplePolicy, on=date(2024, 6, 1)).values.months,
        in_force(SamplePolicy, on=date(2025, 6, 1)).values.months,
        in_force(SamplePolicy, scope="YYJC", year=2025, on=date(2025, 6, 1)).values.months,
        in_force(SamplePolicy, scope="YYJC", year=2026, on=date(2025, 6, 1)).values.months,
        in_force(SamplePolicy, scope="CYH", on=date(2025, 6, 1)).values.months,
    ]
    assert answers == [24, 30, 12, 6, 30]


def test_values_come_back_typed_with_the_version_they_came_from():
    row = publish(SamplePolicy(share=Decimal("0.70"), steps=("remote",)), effective_on=date(2020, 1, 1), reason="r")
    found = in_force(SamplePolicy)
    assert found.values == SamplePolicy(24, Decimal("0.70"), ("remote",))
    assert found.version == row.pk


def test_out_of_range_and_unknown_values_are_refused():
    with pytest.raises(ValueError, match="outside 1 to 120"):
        publish(SamplePolicy(months=0), effective_on=date(2020, 1, 1), reason="r")
    with pytest.raises(ValueError, match="no value named speed"):
        policy.from_json(SamplePolicy, {"speed": 1})


def test_no_version_in_force_says_what_to_do():
    with pytest.raises(LookupError, match="publish_policies"):
        in_force(SamplePolicy, on=date(1999, 1, 1))
