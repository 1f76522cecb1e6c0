"""Check digits and names."""

from datetime import date

import pytest

from accounts.rules import comparable_name, credit_check_digit, credit_code_is_right, identity_number_is_right, masked
from core.verdict import YES

BODY = "91420100MA4KABCDE"
RIGHT = BODY + credit_check_digit(BODY)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (RIGHT, ""),
        ("91350100M000100Y43", ""),  # the worked example of GB 32100-2015
        ("91350100M000100Y44", "credit-code-digit"),
        ("91350100M00010Y043", "credit-code-digit"),
        (RIGHT[:17], "credit-code-length"),
        ("91350100M00010OY43", "credit-code-letters"),
        (RIGHT.lower(), "credit-code-letters"),
        ("", "credit-code-length"),
    ],
)
def test_credit_code(code, refusal):
    assert credit_code_is_right(code).code == refusal


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("11010519491231002X", ""),  # the worked example of GB 11643-1999
        ("440524188001010014", "identity-number-birthday"),
        ("110105194912310021", "identity-number-digit"),
        ("11010519491331002X", "identity-number-birthday"),
        ("11010520991231002X", "identity-number-birthday"),
        ("1101051949123100", "identity-number-form"),
        ("11010519491231002x", "identity-number-form"),
    ],
)
def test_identity_number(number, refusal):
    assert identity_number_is_right(number, TODAY).code == refusal


def test_a_right_code_is_simply_yes():
    assert credit_code_is_right(RIGHT) is YES


@pytest.mark.parametrize(
    ("name", "same_as"),
    [
        ("江汉大学（新校区）", "江汉大学(新校区)"),
        ("ABC 公司", "abc公司"),
        ("Ａ研究院", "a研究院"),
        ("某【甲】所", "某(甲)所"),
    ],
)
def test_names_are_compared_without_their_dress(name, same_as):
    assert comparable_name(name) == comparable_name(same_as)


@pytest.mark.parametrize(
    ("text", "shown"), [("11010519491231002X", "110***********002X"), ("张三丰", "张**"), ("", "")]
)
def test_masks(text, shown):
    assert masked(text) == shown
