"""The life of a project: steps by the officer, and steps that follow from contract, acceptance, change and archive."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import officers_of
from core import clock
from core.notifications import notify
from core.policy import in_force
from core.transitions import take_step
from core.verdict import Refused
from projects.contracts.models import Project
from projects.contracts.permissions import by_system, manages_project, may_terminate_project
from projects.contracts.policy import ContractPolicy
from projects.pool.services import give_back
from projects.screening.services import disengage

PASS = "pass"  # noqa: S105  # a conclusion, no secret
ENDINGS = (PASS, "conclude", "fail")


def tell_project(
    project: Project, subject: Any, *, body: Any = "", address: str = "", key: str = "", sms: bool = False
) -> None:
    """Tell the leader (if a user) and the officers of the institution."""
    address = address or f"/records/projects/{project.uuid}/"
    users = [*User.objects.filter(person_id=project.principal_investigator_id), *officers_of(project.institution)]
    key = key or f"{address}:{project.state}:{project.state_since}"
    notify(users, topic="project", subject=subject, body=body or project.title, address=address, key=key, sms=sms)


def take_system_step(project: Project, step: str, *, by: User | None = None, **written: Any) -> Project:
    """A step that follows from another record; refuses every user. ``written``: as core.transitions.take_step."""
    return take_step(project, step, by=by, may=by_system, **written)


def start_project(project: Project, *, facts: dict[str, Any]) -> Project:
    """The contract was signed by all."""
    return take_system_step(project, "start", facts=facts)


def lapse_project(project: Project, *, reason: str) -> Project:
    """The contract was not signed in time; what was engaged is free again."""
    with transaction.atomic():
        taken = take_system_step(project, "lapse", reason=reason)
        _disengage(taken)
        _free_money(taken)
    return taken


def order_rectification(project: Project, *, by: User, reason: str) -> Project:
    """Ask for a rectification within some days (policy); the leader is told the reason."""
    policy = in_force(ContractPolicy, scope=project.programme.code, year=project.year)
    due = clock.today() + timedelta(days=policy.values.rectification_days)
    with transaction.atomic():
        taken = take_step(
            project,
            "order_rectification",
            by=by,
            may=manages_project,
            reason=reason,
            facts={"rectify_by": due},
            changes={"rectify_by": due},
            policies=(policy.version,),
        )
        subject = format_lazy(_("Your project must be rectified by {due}"), due=due)
        tell_project(taken, subject, body=reason, sms=True)
    return taken


def confirm_rectification(project: Project, *, by: User, reason: str) -> Project:
    return take_step(
        project, "confirm_rectification", by=by, may=manages_project, reason=reason, changes={"rectify_by": None}
    )


def suspend_project(project: Project, *, by: User, reason: str) -> Project:
    """Pause the project (中止); payments are withheld until it is resumed."""
    with transaction.atomic():
        taken = take_step(project, "suspend", by=by, may=manages_project, reason=reason, changes={"rectify_by": None})
        tell_project(taken, _("Your project was suspended"), body=reason, sms=True)
    return taken


def resume_project(project: Project, *, by: User, reason: str) -> Project:
    with transaction.atomic():
        taken = take_step(project, "resume", by=by, may=manages_project, reason=reason)
        tell_project(taken, _("Your project was resumed"), body=reason)
    return taken


def begin_acceptance(project: Project, *, facts: dict[str, Any] | None = None) -> Project:
    """The acceptance was endorsed and is under way."""
    return take_system_step(project, "enter_acceptance", facts=facts)


def leave_acceptance(project: Project, *, reason: str = "") -> Project:
    """The acceptance was returned; the project runs on."""
    return take_system_step(project, "leave_acceptance", reason=reason)


def end_acceptance(project: Project, conclusion: str, *, certificate_number: str = "") -> Project:
    """The project ends with the conclusion of its acceptance: ``pass``, ``conclude`` or ``fail``.

    Without a pass nothing more is paid: what is not paid by then is free again on the budget line.
    """
    if conclusion not in ENDINGS:
        raise ValueError(f"A project does not end by {conclusion!r}")
    with transaction.atomic():
        taken = take_system_step(
            project,
            conclusion,
            facts={"certificate": certificate_number},
            changes={"certificate_number": certificate_number},
        )
        _disengage(taken)
        if conclusion != PASS:
            _free_money(taken)
    return taken


def terminate_project(project: Project, *, by: User | None, reason: str) -> Project:
    """End the project before its time (终止), on the word of its officer (``by``) or of the system.

    The step is the system's, so that nobody takes it by hand past the request; the ledger names who ordered it.
    """
    verdict = manages_project(by, project, clock.now())
    if by is not None and not verdict:
        raise Refused(verdict)
    with transaction.atomic():
        taken = take_system_step(
            project, "terminate", reason=reason, facts={"ordered_by": by.display_name() if by else "system"}
        )
        _after_termination(taken, reason)
    return taken


def _after_termination(project: Project, reason: str) -> None:
    _disengage(project)
    _free_money(project)
    tell_project(project, _("Your project was terminated"), body=reason, sms=True)


def order_termination(project: Project, *, by: User, reason: str) -> Project:
    """The bureau's leaders end a suspended project."""
    with transaction.atomic():
        taken = take_step(project, "terminate", by=by, may=may_terminate_project, reason=reason)
        _after_termination(taken, reason)
    return taken


def archive_project(project: Project) -> Project:
    """Its archive file was sealed."""
    return take_system_step(project, "archive")


def _disengage(project: Project) -> None:
    if project.application is not None:
        disengage(project.application)


def _free_money(project: Project) -> None:
    """What is granted and not paid yet is free again on the budget line of the decision."""
    if project.decision_item is None:
        return
    money = getattr(project, "money", None)
    unpaid = (project.granted or Decimal(0)) - (money.granted_paid if money else Decimal(0))
    if unpaid > 0:
        give_back(project.decision_item.decision.appropriation, unpaid)
