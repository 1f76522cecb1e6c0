"""Conflicts, draw, aggregation: the pure rules, by table."""

import json
from datetime import date
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command

from reviews.calibration.rules import aggregate, enough_scores, ranks
from reviews.conflicts.policy import ConflictPolicy
from reviews.conflicts.rules import Known, findings, is_clear, months_before
from reviews.drawing.rules import VERSION, Candidate, drawn, order_of, pool_hash, replay, seed_of

REFERENCE = date(2026, 11, 23)
RULES = ConflictPolicy().table()


@pytest.mark.parametrize(
    ("relation", "until", "code"),
    [
        ("self", None, "self"),
        ("employment", None, "same-institution"),
        ("employment", date(2024, 11, 23), "same-institution"),  # the first day of the window counts
        ("employment", date(2024, 11, 22), ""),
        ("kin", date(1990, 1, 1), "kin"),
        ("advisor", date(1990, 1, 1), "advisor"),
        ("coauthor", date(2023, 11, 23), "coauthor"),
        ("coauthor", date(2023, 11, 22), ""),
        ("rivalry", date(2021, 11, 23), "rivalry"),
        ("named", None, "named"),
        ("same_call", None, "same-call"),
        ("neighbour", None, ""),
    ],
)
def test_windows_of_conflicts(relation, until, code):
    found = findings([Known(relation, until, "evidence")], RULES, REFERENCE)
    assert [each.code for each in found] == ([code] if code else [])
    assert is_clear(found) is (not code)


def test_calendar_months_go_back_to_the_months_end():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 2, 29), 36) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("scores", "mean", "score", "spread", "disputed"),
    [
        ([80, 90, 85], "85.00", "85.00", 10, False),
        ([60, 90, 85, 85], "80.00", "80.00", 30, True),
        ([60, 80, 85, 90, 100], "83.00", "85.00", 40, True),
        ([75, 100], "87.50", "87.50", 25, True),
        ([70, 94], "82.00", "82.00", 24, False),
    ],
)
def test_from_five_scores_on_the_highest_and_lowest_are_dropped(scores, mean, score, spread, disputed):
    found = aggregate([D(s) for s in scores], trim_from=5, disputed_from=D(25))
    assert (found.mean, found.score, found.spread, found.is_disputed) == (D(mean), D(score), D(spread), disputed)


def test_equal_scores_share_a_rank_and_too_few_do_not_count():
    assert ranks([D(80), D(90), D(90), D(70)]) == [3, 1, 1, 4]
    assert enough_scores(2, 3).code == "too-few-scores"
    assert enough_scores(3, 3)


POOL = [Candidate(f"E{n:02d}", (f"U{n % 4}",)) for n in range(12)]


def transcript():
    pool = pool_hash(POOL)
    seed = seed_of("a" * 64, "b" * 64, pool)
    order = order_of(seed, POOL)
    return {
        "version": VERSION, "pool": [[c.id, list(c.units)] for c in POOL], "pool_hash": pool, "seed": seed,
        "first_key": "a" * 64, "second_key": "b" * 64, "seats": 3, "order": [c.id for c in order],
        "drawn": [c.id for c in drawn(order, 3)],
    }  # fmt: skip


def test_a_draw_replays_and_takes_each_unit_once():
    said = transcript()
    assert replay(said) == []
    units = {c.id: c.units[0] for c in POOL}
    assert len({units[each] for each in said["drawn"]}) == 3
    assert sorted(said["order"]) == sorted(units)


@pytest.mark.parametrize(
    "field", ["seed", "first_key", "second_key", "pool_hash", "order", "drawn", "pool", "seats", "version"]
)
def test_a_changed_transcript_does_not_replay(field, tmp_path):
    said = transcript()
    said[field] = {
        "order": said["order"][::-1], "drawn": said["drawn"][::-1], "pool": said["pool"][1:], "seats": 4,
    }.get(field, "0" * 64)  # fmt: skip
    path = tmp_path / "transcript.json"
    path.write_text(json.dumps(said))
    with pytest.raises(CommandError):
        call_command("verify_draw", path)


def test_either_key_changes_the_draw():
    pool = pool_hash(POOL)
    orders = {tuple(c.id for c in order_of(seed_of(a, b, pool), POOL)) for a in "xy" for b in "xy"}
    assert len(orders) == 4
