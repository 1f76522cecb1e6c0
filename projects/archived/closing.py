"""Acceptance: what was applied for, what the experts held, the conclusion; and the list of achievements."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Facts, Heading, Paragraph, Signatures, Table
from projects.acceptance.models import Acceptance
from projects.acceptance.queries import reached_of
from projects.archived.words import Y, filed, plain_number, when
from projects.contracts.models import Project
from projects.contracts.states import ProjectState

ENDED = (ProjectState.PASSED, ProjectState.CONCLUDED, ProjectState.FAILED)


def acceptance_of(project: Project) -> Acceptance | None:
    return Acceptance.objects.filter(project=project).first()


def applications(project: Project) -> Iterator[ArchivedDocument]:
    acceptance = acceptance_of(project)
    if acceptance is None or acceptance.submitted_at is None:
        return
    met = {True: _("Met"), False: _("Not met")}
    rows = [
        [
            each.name,
            f"{each.sign} {plain_number(each.target)}",
            plain_number(each.actual),
            each.unit,
            met[each.is_met],
            each.evidence,
        ]
        for each in reached_of(acceptance)
    ]
    facts = [
        (_("Due"), when(acceptance.due_on)),
        (_("Submitted at"), when(acceptance.submitted_at)),
        (_("Endorsed at"), when(acceptance.endorsed_at)),
        (_("Rectifications"), acceptance.rectifications),
        (_("Rectification sent at"), when(acceptance.resubmitted_at)),
    ]
    heads = [_("Indicator"), _("Final value"), _("Value reached"), _("Unit"), _("Result"), _("Evidence")]
    blocks: list[Block] = [
        Facts(facts),
        Heading(str(_("Summary"))),
        Paragraph(acceptance.summary),
        Table(heads, rows, title=_("Indicators")),
    ]
    made_at = acceptance.resubmitted_at or acceptance.submitted_at
    yield filed(project, "70-acceptance-01", _("Application for acceptance"), acceptance.number, made_at, blocks)


def opinions(project: Project) -> Iterator[ArchivedDocument]:
    acceptance = acceptance_of(project)
    if acceptance is None or acceptance.reviewed_at is None:
        return
    facts = [
        (_("Score"), acceptance.score),
        (_("Suggested conclusion"), acceptance.get_suggested_display()),
        (_("Reviewed at"), when(acceptance.reviewed_at)),
    ]
    signed = [(_("Recorded by"), _name(acceptance.reviewed_by), when(acceptance.reviewed_at))]
    blocks: list[Block] = [
        Facts(facts),
        Heading(str(_("Experts' opinion"))),
        Paragraph(acceptance.opinion),
        Signatures(signed),
    ]
    yield filed(project, "71-opinion-01", _("Experts' opinion"), acceptance.number, acceptance.reviewed_at, blocks)


def conclusions(project: Project) -> Iterator[ArchivedDocument]:
    acceptance = acceptance_of(project)
    if acceptance is None or acceptance.concluded_at is None:
        return
    facts = [
        (_("Conclusion"), acceptance.get_conclusion_display()),
        (_("Number of the certificate"), acceptance.certificate_number),
        (_("Concluded at"), when(acceptance.concluded_at)),
    ]
    signed = [(_("Authority"), _name(acceptance.concluded_by), when(acceptance.concluded_at))]
    blocks: list[Block] = [Facts(facts), Signatures(signed)]
    number = acceptance.certificate_number or acceptance.number
    yield filed(project, "72-conclusion-01", _("Conclusion of the acceptance"), number, acceptance.concluded_at, blocks)


def achievements(project: Project) -> Iterator[ArchivedDocument]:
    """The list as it was applied with; it is filed empty where there is nothing, so that this is said."""
    acceptance = acceptance_of(project)
    if acceptance is None or acceptance.submitted_at is None:
        return
    rows = [
        [position, each.get_kind_display(), each.title, each.reference, when(each.made_on)]
        for position, each in enumerate(project.achievements.order_by("pk"), 1)
    ]
    heads = [_("No."), _("Kind"), _("Title"), _("Reference"), _("Made on")]
    made_at = acceptance.resubmitted_at or acceptance.submitted_at
    blocks: list[Block] = [Table(heads, rows, ["right"])]
    yield filed(project, "80-achievements-01", _("List of achievements"), acceptance.number, made_at, blocks)


def is_in_acceptance(project: Project) -> bool:
    return project.state == ProjectState.UNDER_ACCEPTANCE or is_concluded(project)


def is_concluded(project: Project) -> bool:
    return project.state in ENDED


def _name(user: object) -> str:
    return user.display_name() if hasattr(user, "display_name") else ""


PARTS = [
    ArchivedPart("70-acceptance", _("Application for acceptance"), Y, is_in_acceptance, applications),
    ArchivedPart("71-opinion", _("Experts' opinion"), Y, is_in_acceptance, opinions),
    ArchivedPart("72-conclusion", _("Conclusion of the acceptance"), Y, is_concluded, conclusions),
    ArchivedPart("80-achievements", _("List of achievements"), Y, is_in_acceptance, achievements),
]
