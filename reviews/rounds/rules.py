"""Pure rules of rounds: when scores may be locked, what an expert may read of an item, criteria of a blind round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.verdict import YES, Verdict, no

HIDDEN = "■■"
# What tells who applies. Everything else of a snapshot is the scientific part.
IDENTITY = ("number", "institution", "credit_code", "principal_investigator", "team", "attachments")
NEVER = ("commitment",)
WHOLE = 100


@dataclass(frozen=True)
class Progress:
    """Live assignments of a round: how many, how many answered and how many scored."""

    total: int
    answered: int
    done: int

    @property
    def missing(self) -> int:
        return self.total - self.done


def round_may_be_locked(missing: int, closes_at: datetime, at: datetime) -> Verdict:
    """Before the closing only when nothing is missing: nobody is cut off while he may still score."""
    if missing and at < closes_at:
        return no("when", "round-still-scoring", missing=missing, closes=closes_at)
    return YES


def blind(content: Mapping[str, Any], *, double: bool) -> dict[str, Any]:
    """What an expert may read of a snapshot. ``double``: no names, no institutions, no team, also not inside texts.

    domain.md section 2: identity part and scientific part; a commitment is signed by name and says nothing to judge.
    """
    kept = {key: value for key, value in content.items() if key != "credit_code"}
    kept["sections"] = {key: value for key, value in content.get("sections", {}).items() if key not in NEVER}
    if not double:
        return kept
    names = identities(content)
    return {key: _without(value, names) for key, value in kept.items() if key not in IDENTITY}


def identities(content: Mapping[str, Any]) -> list[str]:
    """Names of people and units that must not be read, the longest first."""
    found = {str(content.get(key) or "") for key in ("number", "institution", "credit_code", "principal_investigator")}
    for member in content.get("team", ()):
        found |= {str(member.get("name") or ""), str(member.get("institution_name") or "")}
    return sorted((name for name in found if len(name) >= 2), key=lambda name: (-len(name), name))


def _without(value: Any, names: Sequence[str]) -> Any:
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, HIDDEN)
        return value
    if isinstance(value, Mapping):
        return {key: _without(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without(each, names) for each in value]
    return value


def without_team(criteria: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The criteria of a double-blind round: the team cannot be judged; the others share its points, 100 in all.

    practice.md section 6. Largest remainder first, the earlier criterion on a tie.
    """
    kept = [dict(each) for each in criteria if each["key"] != "team"]
    total = sum(each["points"] for each in kept)
    shares = [(each["points"] * WHOLE, place) for place, each in enumerate(kept)]
    for (share, _place), each in zip(shares, kept, strict=True):
        each["points"] = share // total
    rest = WHOLE - sum(each["points"] for each in kept)
    for _share, place in sorted(shares, key=lambda pair: (-(pair[0] % total), pair[1]))[:rest]:
        kept[place]["points"] += 1
    return kept
