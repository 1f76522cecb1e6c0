"""The public fields of a funded project, and nothing else: each says itself from when on it is public."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.contributions import Disclosed
from projects.acceptance.models import Acceptance
from projects.acceptance.states import AcceptanceState
from projects.contracts.models import Project
from projects.contracts.states import ProjectState
from projects.disclosure.rules import public_state

COLUMNS = (
    ("kind", _("Kind"), "text"),
    ("title", _("Title"), "text"),
    ("reference", _("Reference"), "text"),
    ("made_on", _("Made on"), "day"),
)


def concluded(project: Project) -> Acceptance | None:
    """The acceptance once its conclusion was given; what stands in it before is nobody's business."""
    acceptance: Acceptance | None = getattr(project, "acceptance", None)
    return acceptance if acceptance is not None and acceptance.state == AcceptanceState.CONCLUDED else None


def state_of(project: Project) -> str:
    return str(ProjectState(public_state(project.state)).label)


def conclusion_of(project: Project) -> str | None:
    acceptance = concluded(project)
    return None if acceptance is None else acceptance.get_conclusion_display()


def achievements_of(project: Project) -> list[dict[str, Any]] | None:
    if concluded(project) is None:
        return None
    return [
        {
            "kind": str(each.get_kind_display()),
            "title": each.title,
            "reference": each.reference,
            "made_on": each.made_on,
        }
        for each in sorted(project.achievements.all(), key=lambda each: each.pk)
    ]


DISCLOSED = [
    Disclosed("number", _("Number"), lambda project: project.number),
    Disclosed("title", _("Title"), lambda project: project.title),
    Disclosed("programme", _("Programme"), lambda project: project.programme.name),
    Disclosed("institution", _("Institution"), lambda project: project.institution.name, "institution"),
    Disclosed("leader", _("Project leader"), lambda project: project.principal_investigator.name, "person"),
    Disclosed("amount", _("Amount (yuan)"), lambda project: project.granted, "money"),
    Disclosed("starts_on", _("Starts on"), lambda project: project.starts_on, "day"),
    Disclosed("ends_on", _("Ends on"), lambda project: project.ends_on, "day"),
    Disclosed("state", _("State"), state_of),
    Disclosed("conclusion", _("Conclusion of the acceptance"), conclusion_of),
    Disclosed("achievements", _("Achievements"), achievements_of, "rows", COLUMNS),
]
