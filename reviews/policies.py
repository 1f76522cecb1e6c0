"""The policy topics of every room."""

from reviews.conflicts import policy as conflicts
from reviews.rounds import policy as rounds

__all__ = ["conflicts", "rounds"]
