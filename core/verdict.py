"""A refusal is a value: may this be done, and if not, why. Pure; imports no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["yes", "who", "when", "what"]


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule or a permission.

    ``kind`` says what stands in the way: *who* asks (HTTP 403), *when* it is asked (409) or *what* is asked (422).
    ``code`` names the refusal (its words stand in a room's ``reasons.py``); ``facts`` fill the blanks in the words.
    """

    kind: Kind = "yes"
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.kind == "yes"


YES = Verdict()


def no(kind: Literal["who", "when", "what"], code: str, /, **facts: Any) -> Verdict:
    """Refuse: ``no("what", "project-limit", running=2, limit=2)``."""
    return Verdict(kind, code, facts)


def first_no(*verdicts: Verdict | Callable[[], Verdict]) -> Verdict:
    """The first refusal, or YES. A callable is asked only when everything before it agreed."""
    for candidate in verdicts:
        verdict = candidate() if callable(candidate) else candidate
        if not verdict:
            return verdict
    return YES


def any_yes(*verdicts: Verdict | Callable[[], Verdict]) -> Verdict:
    """YES when one agrees, else the last refusal."""
    verdict = YES
    for candidate in verdicts:
        verdict = candidate() if callable(candidate) else candidate
        if verdict:
            return YES
    return verdict


def every_no(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """All the refusals, for lists that show everything that is missing at once."""
    return [verdict for verdict in verdicts if not verdict]


class Refused(Exception):
    """Raised once, by a service, when its permission or rule says no. Nothing has been written."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.kind}: {verdict.code} {dict(verdict.facts)}")
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Raise Refused unless the verdict is YES."""
    if not verdict:
        raise Refused(verdict)
