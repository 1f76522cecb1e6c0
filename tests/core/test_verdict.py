"""Verdicts: a refusal is a value."""

import pytest

from core.verdict import YES, Refused, any_yes, every_no, first_no, no, require

WHO, WHEN = no("who", "not-yours"), no("when", "too-late", closes="17:00")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], YES),
        ([YES, YES], YES),
        ([YES, WHO, WHEN], WHO),
        ([WHEN, WHO], WHEN),
        ([lambda: YES, lambda: WHEN], WHEN),
    ],
)
def test_the_first_refusal_decides(verdicts, expected):
    assert first_no(*verdicts) == expected


def test_nothing_is_asked_after_a_refusal():
    asked = []
    first_no(WHO, lambda: asked.append("asked") or YES)
    assert asked == []


@pytest.mark.parametrize(("verdicts", "expected"), [([WHO, YES], YES), ([WHO, WHEN], WHEN), ([], YES)])
def test_one_yes_is_enough_where_any_counts(verdicts, expected):
    assert any_yes(*verdicts) == expected


def test_every_refusal_is_listed():
    assert every_no([YES, WHO, YES, WHEN]) == [WHO, WHEN]


def test_require_raises_the_verdict_and_is_silent_on_yes():
    require(YES)
    with pytest.raises(Refused) as raised:
        require(WHEN)
    assert raised.value.verdict == WHEN
    assert raised.value.verdict.facts == {"closes": "17:00"}
