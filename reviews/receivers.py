"""The signal receivers of every room."""

from reviews.assignment import receivers as assignment
from reviews.scoring import receivers as scoring

__all__ = ["assignment", "scoring"]
