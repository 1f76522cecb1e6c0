"""Pure rules of people and institutions: check digits, names."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from core.verdict import YES, Verdict, no

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"


def credit_check_digit(body: str) -> str:
    """The 18th character for the first 17 of a unified social credit code (GB 32100-2015: weights, modulo 31)."""
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(body, CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_code_is_right(code: str) -> Verdict:
    """Length, alphabet (no I, O, S, V, Z) and check digit of a unified social credit code (GB 32100-2015)."""
    if len(code) != 18:
        return no("what", "credit-code-length", length=len(code))
    wrong = sorted({c for c in code if c not in CREDIT_ALPHABET})
    if wrong:
        return no("what", "credit-code-letters", letters=" ".join(wrong))
    if credit_check_digit(code[:17]) != code[17]:
        return no("what", "credit-code-digit", code=code)
    return YES


def identity_number_is_right(number: str, today: date) -> Verdict:
    """Length, birthday and check digit of a citizen's identity number (GB 11643-1999: modulo 11-2)."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return no("what", "identity-number-form")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return no("what", "identity-number-birthday")
    if not date(1900, 1, 1) <= born <= today:
        return no("what", "identity-number-birthday")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], IDENTITY_WEIGHTS, strict=True))
    if IDENTITY_CHECKS[total % 11] != number[17]:
        return no("what", "identity-number-digit")
    return YES


def masked(text: str, keep_first: int = 3, keep_last: int = 4) -> str:
    """``420***********1234``; short texts keep their first character only."""
    if len(text) <= keep_first + keep_last:
        return text[:1] + "*" * max(len(text) - 1, 0)
    return text[:keep_first] + "*" * (len(text) - keep_first - keep_last) + text[-keep_last:]


def comparable_name(name: str) -> str:
    """A name as it is compared: NFKC, case folded, without spaces, with one kind of brackets."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", text).replace("〔", "(").replace("〕", ")").replace("【", "(").replace("】", ")")
