"""What waits for whom in the life of a project, stage by stage: derived from states, never stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.contributions import Waiting, Watching
from projects.desk import changing, closing, contracting, deciding, reporting

STAGES = (deciding, contracting, reporting, changing, closing)


def waiting(user: Any, at: datetime) -> list[Waiting]:
    """Every stage's lines; a fixed number of queries for the roles that the user holds."""
    return [line for stage in STAGES for line in stage.waiting(user, at)]


def watching(user: Any, at: datetime) -> list[Watching]:
    return [line for stage in STAGES for line in stage.watching(user, at)]
