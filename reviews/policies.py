"""The policy topics of every room."""

from reviews.conflicts import policy as conflicts

__all__ = ["conflicts"]
