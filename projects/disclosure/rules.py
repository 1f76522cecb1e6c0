"""Pure rules of disclosure: how far a project's state is told to the public."""

from __future__ import annotations

# A rectification or a pause under way is process information; the public hears the outcome.
TOLD_AS_RUNNING = ("active", "rectifying", "suspended")
NEVER_TOLD = ("lapsed",)


def public_state(state: str) -> str:
    """The state whose label the public reads."""
    return "active" if state in TOLD_AS_RUNNING else state
