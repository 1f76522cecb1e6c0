"""What the reviews concluded."""

from __future__ import annotations

from projects.applications.models import Application
from projects.outcomes.models import ReviewOutcome


def latest_outcome(application: Application) -> ReviewOutcome | None:
    return ReviewOutcome.objects.filter(application=application).order_by("-handed_down_at").first()
