"""A lifecycle is a table: which step leads from where to where, whose it is, and which date it leaves. Pure data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


def at(*states: str) -> tuple[str, ...]:
    """The states in which a step may begin."""
    return tuple(str(state) for state in states)


@dataclass(frozen=True)
class Step:
    """One arrow. ``by`` is a label for the docs (the permission decides); ``stamp`` the date field it fills.

    ``label`` is the verb on the button, ``done`` the plain sentence in the timeline (both lazily translated).
    """

    name: str
    sources: tuple[str, ...]
    target: str
    by: str
    stamp: str | None = None
    label: Any = ""
    done: Any = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "target", str(self.target))


@dataclass(frozen=True)
class Lifecycle:
    """The whole table of one kind of record."""

    initial: str
    steps: tuple[Step, ...]

    def __init__(self, initial: str, steps: Iterable[Step]) -> None:
        object.__setattr__(self, "initial", str(initial))
        object.__setattr__(self, "steps", tuple(steps))
        names = [step.name for step in self.steps]
        if len(names) != len(set(names)):
            raise ValueError(f"A step is named twice: {names}")

    def step(self, name: str) -> Step:
        """The arrow of this name. Raises KeyError when the table has none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def names(self) -> list[str]:
        return [step.name for step in self.steps]

    def states(self) -> list[str]:
        """Every state, in the order in which the table first names it."""
        found = [self.initial]
        for step in self.steps:
            found.extend(state for state in (*step.sources, step.target) if state not in found)
        return found

    def final_states(self) -> list[str]:
        """States that no step leaves."""
        leaving = {source for step in self.steps for source in step.sources}
        return [state for state in self.states() if state not in leaving]

    def arrows(self) -> list[tuple[str, str, str]]:
        """(step, from, to) for each allowed move."""
        return [(step.name, source, step.target) for step in self.steps for source in step.sources]
