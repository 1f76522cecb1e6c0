"""Roles, and the table role -> desk -> first action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    APPLICANT = "applicant", _("Applicant")
    INSTITUTION = "institution", _("Institution officer")
    RECOMMENDER = "recommender", _("Recommending unit")
    EXPERT = "expert", _("Review expert")
    CHAIR = "chair", _("Panel chair")
    OFFICER = "officer", _("Programme officer")
    AGENCY = "agency", _("Management agency")
    LEADER = "leader", _("Bureau leader")
    DRAW_OPERATOR = "draw_operator", _("Draw operator")
    SUPERVISOR = "supervisor", _("Draw supervisor")
    FINANCE = "finance", _("Finance officer")
    AUDITOR = "auditor", _("Auditor")
    ARCHIVIST = "archivist", _("Archivist")
    INTEGRITY = "integrity", _("Integrity officer")
    ADMIN = "admin", _("Administrator")


@dataclass(frozen=True)
class Desk:
    """What a role's home is called and what it does first there. ``lists``: collections in its navigation;
    ``pages``: names of addresses of its own beside them (frontend/context.py knows their words)."""

    first_action: Any
    lists: tuple[str, ...]
    pages: tuple[str, ...] = ()


# What a project brings with it, in the order of its life.
OF_A_PROJECT = (
    "projects", "contracts", "reports", "changes", "acceptances", "tranches", "expenditures", "performance", "credit",
)  # fmt: skip
DESKS: dict[str, Desk] = {
    Role.APPLICANT: Desk(
        _("Start an application"),
        ("calls", "applications", *OF_A_PROJECT),
        ("credit",),
    ),
    Role.INSTITUTION: Desk(
        _("Endorse applications"),
        ("applications", *OF_A_PROJECT),
        ("credit",),
    ),
    Role.RECOMMENDER: Desk(_("Recommend applications"), ("calls", "applications", "projects")),
    Role.EXPERT: Desk(_("Score the next item"), ("assignments",)),
    Role.CHAIR: Desk(_("Rank the round"), ("rounds",)),
    Role.OFFICER: Desk(
        _("Check applications"),
        (
            "calls",
            "applications",
            "pool-entries",
            "rounds",
            "decisions",
            "notices",
            "projects",
            "contracts",
            "reports",
            "changes",
            "acceptances",
            "tranches",
            "expenditures",
            "performance",
            "credit",
            "experts",
        ),
        ("budget_lines", "policies"),
    ),
    Role.AGENCY: Desk(
        _("Check applications"), ("calls", "applications", "pool-entries", "rounds", "projects", "reports")
    ),
    Role.LEADER: Desk(
        _("Deliberate on decisions"),
        ("decisions", "notices", "contracts", "projects", "acceptances", "pool-entries", "credit"),
    ),
    Role.DRAW_OPERATOR: Desk(_("Turn the first key"), ("draws",)),
    Role.SUPERVISOR: Desk(_("Turn the second key"), ("draws",)),
    Role.FINANCE: Desk(_("Pay tranches"), ("tranches", "expenditures", "projects"), ("budget_lines",)),
    Role.AUDITOR: Desk(
        _("Export the year"),
        (
            "calls",
            "applications",
            "pool-entries",
            "rounds",
            "draws",
            "decisions",
            "notices",
            "objections",
            "projects",
            "contracts",
            "tranches",
            "expenditures",
            "reports",
            "changes",
            "acceptances",
            "performance",
            "credit",
            "archives",
        ),
        ("audit",),
    ),
    Role.ARCHIVIST: Desk(_("Check and seal archives"), ("archives", "projects")),
    Role.INTEGRITY: Desk(_("Take up objections"), ("objections", "credit", "notices")),
    Role.ADMIN: Desk(_("Verify institutions"), ("calls", "experts"), ("policies",)),
}
STAFF = frozenset(
    {
        Role.OFFICER, Role.AGENCY, Role.LEADER, Role.DRAW_OPERATOR, Role.SUPERVISOR, Role.FINANCE, Role.AUDITOR,
        Role.ARCHIVIST, Role.INTEGRITY, Role.ADMIN,
    }
)  # fmt: skip
# Roles that read every programme's records, whatever their department.
SEE_ALL = frozenset({Role.LEADER, Role.FINANCE, Role.AUDITOR, Role.ARCHIVIST, Role.INTEGRITY})
