"""Verbs of change requests: ask, agree, decide, apply."""

from projects.changes.services.ask import open_change, submit_change, withdraw_change, write_change
from projects.changes.services.decide import agree_to_change, grant_change, refuse_change

__all__ = [
    "agree_to_change",
    "grant_change",
    "open_change",
    "refuse_change",
    "submit_change",
    "withdraw_change",
    "write_change",
]
