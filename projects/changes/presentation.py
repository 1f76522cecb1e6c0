"""Change requests as their people and the staff see them; what is there now beside what is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.records import Fact, Presentation, Related, Table
from projects.applications.states import Category, Source
from projects.calls.form_definition import current_form, sections_of
from projects.changes.models import ChangeRequest
from projects.changes.states import ChangeKind, ChangeState
from projects.changes.tables import Wanted, read, stored
from projects.contracts.models import Contract, Project
from projects.contracts.permissions import lines_of
from projects.contracts.presentation import subtitle_of

COLUMNS = [("what", _("What"), "text"), ("before", _("So far"), "text"), ("wanted", _("Wanted"), "text")]
UNCHANGEABLE = ("commitment",)


def text_labels(project: Project) -> dict[str, str]:
    """The texts of the contract that can be changed: ``"section.field"`` -> label."""
    if project.call is None or getattr(project, "contract", None) is None:
        return {}
    return {
        f"{section.key}.{field.key}": field.label
        for section in sections_of(current_form(project.call))
        if section.key not in UNCHANGEABLE
        for field in section.fields
    }


def current_texts(contract: Contract) -> dict[str, str]:
    """``"section.field"`` -> the text as the contract says it now."""
    sections = contract.content.get("sections", {})
    return {f"{section}.{key}": text for section, fields in sections.items() for key, text in fields.items()}


def so_far(change: ChangeRequest) -> Wanted:
    """What is there now of what is wanted otherwise."""
    project = change.project
    contract: Contract | None = getattr(project, "contract", None)
    if change.change_kind == ChangeKind.PERIOD:
        return Wanted(ends_on=project.ends_on)
    if change.change_kind == ChangeKind.PRINCIPAL_INVESTIGATOR:
        leader = project.principal_investigator
        return Wanted(person=str(leader.uuid), person_name=leader.name)
    if change.change_kind == ChangeKind.BUDGET and contract:
        return Wanted(lines=tuple(lines_of(contract)))
    if change.change_kind == ChangeKind.CONTENT and contract:
        texts = current_texts(contract)
        return Wanted(texts={name: texts.get(name, "") for name in read(change.wanted).texts})
    return Wanted()


def before_of(change: ChangeRequest) -> dict[str, Any]:
    """What is kept with a granted change."""
    return stored(so_far(change))


def title_of(change: ChangeRequest) -> str:
    return f"{change.get_change_kind_display()} · {change.project.title}"


def row_of_change(change: ChangeRequest, user: Any) -> Presentation:
    return Presentation(title_of(change), change.number, subtitle_of(change.project))


def present_change(change: ChangeRequest, user: Any) -> Presentation:
    project = change.project
    decided_by = change.decided_by.display_name() if change.decided_by else ""
    return Presentation(
        title=title_of(change),
        number=change.number,
        subtitle=subtitle_of(project),
        facts=[
            Fact("project", _("Project number"), project.number),
            Fact("change_kind", _("Change"), change.get_change_kind_display()),
            Fact("grounds", _("Grounds"), change.grounds, "long"),
            Fact("submitted_at", _("Submitted at"), change.submitted_at, "instant"),
            Fact("agreed_at", _("Institution agreed at"), change.agreed_at, "instant"),
            Fact("decided_at", _("Decided at"), change.decided_at, "instant"),
            Fact("decided_by", _("Decided by"), decided_by, "person"),
            Fact("answer", _("Answer"), change.answer, "long"),
        ],
        tables=[Table("wanted", _("What changes"), COLUMNS, list(differences_of(change)), empty=_("Not said yet."))],
        related=[Related("projects", project.uuid, str(_("Project")), project.state_label())],
        next_hint=_("Nothing changes before it is granted."),
    )


def differences_of(change: ChangeRequest) -> Iterable[dict[str, Any]]:
    """Only what differs; before the decision against what is there now, after it against what was kept."""
    wanted = read(change.wanted)
    old = read(change.before) if change.state == ChangeState.GRANTED else so_far(change)
    if wanted.ends_on:
        yield {"what": _("End"), "before": old.ends_on, "wanted": wanted.ends_on}
    if wanted.person:
        yield {"what": _("Project leader"), "before": old.person_name, "wanted": wanted.person_name}
    if wanted.lines:
        had = {(line.source, line.category): line.amount for line in old.lines}
        asked = {(line.source, line.category): line.amount for line in wanted.lines}
        for source, category in sorted({*had, *asked}):
            before, after = had.get((source, category), 0), asked.get((source, category), 0)
            if before != after:
                label = f"{Source(source).label} · {Category(category).label}"
                yield {"what": label, "before": f"{before:,.2f}", "wanted": f"{after:,.2f}"}
    labels = text_labels(change.project) if wanted.texts else {}
    for name, text in wanted.texts.items():
        yield {"what": labels.get(name, name), "before": old.texts.get(name, ""), "wanted": text}
