"""Who sees which applications."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import MembershipRole
from accounts.permissions import is_staff
from accounts.queries import institutions_of, recommended_institutions, recommends_for
from projects.applications.models import Application, ApplicationUserPermission
from projects.applications.states import ApplicationState
from projects.calls.queries import programmes_of

BEFORE_SUBMISSION = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)


def visible_applications(user: Any) -> QuerySet[Application]:
    """Applicants see their own and their teams'; officers of an institution its own; recommenders those sent to them
    from under their unit or out of their district; staff those submitted in their programmes. Experts see none here: theirs come through the reviews."""
    if user is None or not user.is_authenticated:
        return Application.objects.none()
    seen = Q(opened_by=user)
    if user.person_id:
        worked_on = ApplicationUserPermission.objects.filter(user=user).values("content_object_id")
        seen |= Q(principal_investigator_id=user.person_id) | Q(pk__in=worked_on)
    led = institutions_of(user, MembershipRole.OFFICER)
    if led:
        seen |= Q(institution_id__in=led)
    if recommends_for(user):
        sent = Q(call__recommender_closes_at__isnull=False, institution__in=recommended_institutions(user))
        seen |= sent & ~Q(state__in=[*BEFORE_SUBMISSION, ApplicationState.AWAITING_ENDORSEMENT])
    if is_staff(user):
        seen |= Q(call__programme__in=programmes_of(user)) & ~Q(state__in=BEFORE_SUBMISSION)
    return Application.objects.filter(seen).select_related("call__programme", "institution", "principal_investigator")
