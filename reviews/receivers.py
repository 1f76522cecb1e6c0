"""The signal receivers of every room."""

from reviews.assignment import receivers as assignment

__all__ = ["assignment"]
