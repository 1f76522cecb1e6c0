"""Pure rules of disclosure: how far a state is told to the public, and which stage of its life a proposal has reached.

The stage is derived from the states of its records, never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CALL, APPLICATION, CHECK, POOL, REVIEW = "call", "application", "check", "pool", "review"
DECISION, CONTRACT, EXECUTION, ACCEPTANCE, ARCHIVE = "decision", "contract", "execution", "acceptance", "archive"
STAGES = (CALL, APPLICATION, CHECK, POOL, REVIEW, DECISION, CONTRACT, EXECUTION, ACCEPTANCE, ARCHIVE)
CHECKING = frozenset({"awaiting_endorsement", "awaiting_recommendation", "formal_check", "correction"})
ENDED_IN = {"lapsed": CONTRACT, "terminated": EXECUTION, "failed": ACCEPTANCE, "concluded": ACCEPTANCE}


@dataclass(frozen=True)
class Life:
    """The states of the records of one thread; empty where there is no such record."""

    application: str = ""
    pool_gate: str = "none"  # none | after_acceptance | after_review
    pool: str = ""
    is_reviewed: bool = False
    is_turned_down: bool = False
    project: str = ""
    acceptance: str = ""
    archive: str = ""


@dataclass(frozen=True)
class Reached:
    """A stage of the strip. ``mark``: done | current | ended | ahead."""

    stage: str
    mark: str


def course_of(pool_gate: str) -> Sequence[str]:
    """The stages in the order in which a programme takes them; the pool stands before or after the review, or nowhere."""
    without = [stage for stage in STAGES if stage != POOL]
    if pool_gate == "none":
        return without
    place = without.index(REVIEW) + (pool_gate != "after_acceptance")
    return [*without[:place], POOL, *without[place:]]


def stage_of(life: Life) -> tuple[str, str]:
    """(stage, mark): ``current`` where it goes on, ``ended`` where it stopped early, ``done`` when the file is sealed."""
    return _of_project(life) if life.project else _of_application(life)


def _of_project(life: Life) -> tuple[str, str]:
    if life.project == "archived" or life.archive == "sealed":
        return ARCHIVE, "done"
    if life.project in ENDED_IN:
        return ENDED_IN[life.project], "ended"
    if life.project == "passed":
        return ARCHIVE, "current"
    if life.project == "contracting":
        return CONTRACT, "current"
    return (ACCEPTANCE if life.acceptance or life.project == "under_acceptance" else EXECUTION), "current"


def _of_application(life: Life) -> tuple[str, str]:
    if life.application != "accepted":
        refused = {"withdrawn": APPLICATION, "not_accepted": CHECK}
        if life.application in refused:
            return refused[life.application], "ended"
        return (CHECK if life.application in CHECKING else APPLICATION), "current"
    if life.is_turned_down:
        return DECISION, "ended"
    if life.pool == "exited":
        return POOL, "ended"
    passed_pool = life.pool_gate == "none" or life.pool == "released"
    first, second = (POOL, REVIEW) if life.pool_gate == "after_acceptance" else (REVIEW, POOL)
    passed = {POOL: passed_pool, REVIEW: life.is_reviewed}
    return next((stage for stage in (first, second) if not passed[stage]), DECISION), "current"


def progress(life: Life) -> list[Reached]:
    """Every stage of the course with its mark."""
    course = course_of(life.pool_gate)
    stage, mark = stage_of(life)
    place = course.index(stage)
    marks = ["done"] * place + [mark] + ["ahead"] * (len(course) - place - 1)
    return [Reached(each, said) for each, said in zip(course, marks, strict=True)]


# A rectification or a pause under way is process information; the public hears the outcome.
TOLD_AS_RUNNING = ("active", "rectifying", "suspended")
NEVER_TOLD = ("lapsed",)


def public_state(state: str) -> str:
    """The state whose label the public reads."""
    return "active" if state in TOLD_AS_RUNNING else state
