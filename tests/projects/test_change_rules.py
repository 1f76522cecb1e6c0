"""Extensions and moves of money: the pure rules of change requests, by table."""

from datetime import date
from decimal import Decimal as D

import pytest

from projects.applications.rules import Line
from projects.changes.policy import ChangePolicy
from projects.changes.rules import extension_is_right, grounds_suffice, money_move_is_right
from projects.changes.tables import Wanted, read, stored

ENDS = date(2028, 12, 31)


@pytest.mark.parametrize(
    ("wanted", "asked_on", "granted_before", "kind", "code"),
    [
        (date(2029, 12, 31), date(2028, 9, 30), 0, "yes", ""),
        (date(2029, 12, 31), date(2028, 10, 1), 0, "when", "extension-too-late"),
        (date(2030, 1, 1), date(2028, 9, 30), 0, "what", "extension-too-long"),
        (ENDS, date(2028, 9, 30), 0, "what", "extension-backwards"),
        (date(2029, 6, 30), date(2028, 9, 30), 1, "what", "extension-used"),
    ],
)
def test_a_period_grows_once_in_time_and_not_too_far(wanted, asked_on, granted_before, kind, code):
    verdict = extension_is_right(
        ENDS, wanted, asked_on=asked_on, last_ask=date(2028, 9, 30), last_end=date(2029, 12, 31),
        granted_before=granted_before, most=1,
    )  # fmt: skip
    assert (verdict.kind, verdict.code) == (kind, code)


def lines(**amounts):
    return [Line("granted", category, D(amount)) for category, amount in amounts.items()]


BEFORE = lines(equipment="150000", business="270000", labour="120000", indirect="60000")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (lines(equipment="100000", business="320000", labour="120000", indirect="60000"), ""),
        (lines(equipment="150000", business="280000", labour="120000", indirect="50000"), ""),
        (lines(equipment="140000", business="270000", labour="120000", indirect="70000"), "indirect-raised"),
        (BEFORE, "change-empty"),
        ([*BEFORE, Line("self_raised", "labour", D("0.00"))], "change-empty"),
        ([*BEFORE, Line("self_raised", "indirect", D("1"))], "indirect-raised"),
    ],
)
def test_money_moves_but_never_to_indirect_costs(wanted, code):
    assert money_move_is_right(BEFORE, wanted).code == code


@pytest.mark.parametrize(("grounds", "code"), [("设备延迟", "change-without-grounds"), ("设备延迟" * 5, "")])
def test_grounds_are_given(grounds, code):
    assert grounds_suffice(grounds, least=20).code == code


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(ends_on=ENDS),
        Wanted(lines=tuple(BEFORE)),
        Wanted(person="8b0f3e0e-0000-4000-8000-000000000000", person_name="白某"),
        Wanted(texts={"content.route": "改用光学引伸计"}),
    ],
)
def test_what_is_wanted_survives_storing(wanted):
    assert read(stored(wanted)) == wanted


@pytest.mark.parametrize("kinds", [(), ("period",), ("termination", "colour")])
def test_a_termination_is_always_the_authoritys(kinds):
    with pytest.raises(ValueError, match="authority_kinds"):
        ChangePolicy(authority_kinds=kinds)
