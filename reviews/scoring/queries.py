"""Who sees which score sheets: nobody but the author before the scores are locked."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import has_role
from projects.calls.queries import programmes_of
from reviews.rounds.queries import OF_THE_BUREAU
from reviews.rounds.states import AFTER_LOCK
from reviews.scoring.models import Scoresheet

JOINED = (
    "assignment__item__round__call__programme",
    "assignment__item__application__institution",
    "assignment__item__application__principal_investigator",
    "assignment__pair__expert__person",
)
SNAPSHOTS = "assignment__item__application__snapshots"


def visible_scoresheets(user: Any) -> QuerySet[Scoresheet]:
    """The author always; after the lock the chair of the round and the bureau, what was submitted."""
    if user is None or not user.is_authenticated:
        return Scoresheet.objects.none()
    locked = Q(assignment__item__round__state__in=AFTER_LOCK, submitted_at__isnull=False)
    seen = locked & Q(assignment__item__round__chair=user)
    if user.person_id:
        seen |= Q(assignment__pair__expert__person_id=user.person_id)
    if has_role(user, *OF_THE_BUREAU):
        seen |= locked & Q(assignment__item__round__call__programme__in=programmes_of(user))
    return Scoresheet.objects.filter(seen).select_related(*JOINED).prefetch_related(SNAPSHOTS)
