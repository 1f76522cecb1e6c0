"""A lifecycle is a table."""

import pytest

from core.lifecycle import Lifecycle, Step, at

TABLE = Lifecycle(
    "draft",
    [
        Step("submit", at("draft"), "sent", "applicant", "sent_at"),
        Step("withdraw", at("draft", "sent"), "gone", "applicant"),
    ],
)


def test_the_table_answers_its_states_arrows_and_ends():
    assert TABLE.states() == ["draft", "sent", "gone"]
    assert TABLE.arrows() == [
        ("submit", "draft", "sent"),
        ("withdraw", "draft", "gone"),
        ("withdraw", "sent", "gone"),
    ]
    assert TABLE.final_states() == ["gone"]
    assert TABLE.step("submit").stamp == "sent_at"


def test_an_unknown_step_is_a_key_error_and_a_repeated_one_is_refused():
    with pytest.raises(KeyError):
        TABLE.step("fly")
    with pytest.raises(ValueError, match="named twice"):
        Lifecycle("a", [Step("x", at("a"), "b", "who"), Step("x", at("b"), "a", "who")])
