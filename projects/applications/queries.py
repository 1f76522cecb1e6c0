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


COLUMNS: dict[str, tuple[str, ...]] = {
    "basics": ("title", "title_en", "direction__code", "discipline", "keywords", "starts_on", "ends_on"),
    "team": ("name", "institution_name", "title", "task", "months"),
    "indicators": ("category", "name", "existing", "comparison", "midterm", "target", "unit", "method"),
    "year_plan": ("year", "content", "outcome"),
    "budget": ("source", "category", "amount", "note"),
    "avoidance": ("person_name", "institution_name", "reason"),
}
RELATED = {
    "team": "team",
    "indicators": "indicators",
    "year_plan": "year_plans",
    "budget": "budget",
    "avoidance": "avoidances",
}


def rows_of(application: Application, key: str) -> list[dict[str, Any]]:
    """The rows of a typed section as they stand, by column."""
    rows = Application.objects.filter(pk=application.pk) if key == "basics" else getattr(application, RELATED[key])
    return list(rows.values(*COLUMNS[key]))
