"""The page of a record: where it is, who has it until when, what can be done now, what has been."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import clock
from core.lookup import kind_or_404, record_or_404
from core.reasons import words_of
from core.records import Fact, Presentation, Record, RecordKind, kinds, step_verdict
from frontend.holders import holder_label
from frontend.timeline import timeline_of
from projects.disclosure.queries import life_of
from projects.disclosure.rules import progress
from projects.disclosure.states import Stage

TABS = {"content": _("Content"), "money": _("Money"), "reviews": _("Reviews"), "history": _("History")}


def buttons_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """The steps that lead on from here, each with its verdict's words; *who* refusals are not shown."""
    at = clock.now()
    found: list[dict[str, Any]] = []
    for name, action in kind.steps.items():
        arrow = record.lifecycle.step(name)
        if record.state not in arrow.sources:
            continue
        verdict = step_verdict(user, record, name, at)
        if verdict.kind == "who" and verdict.code == "not-yours":
            continue
        found.append(
            {
                "name": name,
                "label": arrow.label,
                "allowed": bool(verdict),
                "reason": words_of(verdict),
                "danger": action.danger,
                "is_first": bool(verdict) and not action.danger and not any(each["is_first"] for each in found),
            }
        )
    return found


def edits_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """What of the record's content this user may change now."""
    at = clock.now()
    return [
        {"name": name, "label": edit.label}
        for name, edit in kind.edits.items()
        if edit.page and edit.may(user, record, at)
    ]


def openings_of(kind: RecordKind, record: Record, user: Any) -> list[dict[str, Any]]:
    """The records that this user may open out of this one."""
    at = clock.now()
    children = [each for each in kinds().values() if each.opening and each.opening.parent == kind.collection]
    return [
        {"collection": child.collection, "label": child.opening.label}
        for child in children
        if child.opening and child.opening.offered(user, record, at)
    ]


def course_of(record: Record, user: Any) -> list[dict[str, Any]]:
    """The whole thread as a strip of stages, for whoever sees the application or the project; else nothing."""
    registered = kinds()
    roots = [registered[name] for name in ("applications", "projects") if name in registered]
    if not any(root.visible(user).filter(thread=record.thread).exists() for root in roots):
        return []
    life = life_of(record.thread)
    return [{"label": Stage(each.stage).label, "mark": each.mark} for each in progress(life)] if life else []


def holders_of(kind: RecordKind, record: Record, user: Any) -> list[str]:
    """Who has it now: the roles whose steps lead on from here, a withdrawal or a lapse not counted."""
    leading = [
        step
        for step in record.lifecycle.steps
        if record.state in step.sources and not (kind.steps[step.name].danger and len(record.lifecycle.steps) > 1)
    ]
    turns = list(dict.fromkeys(step.by for step in leading))
    people = [by for by in turns if by != "system"]
    return [str(holder_label(by)) for by in people or turns]


def headline_of(shown: Presentation) -> Fact | None:
    """The amount that stands in the head."""
    return next((fact for fact in shown.facts if fact.kind == "money" and fact.value), None)


def tabs_of(shown: Presentation) -> list[dict[str, Any]]:
    """Facts and tables, grouped under the heads of the page; only those that hold something."""
    groups = []
    for key, label in TABS.items():
        facts = shown.facts if key == "content" else ()
        tables = [table for table in shown.tables if table.tab == key]
        if facts or tables:
            groups.append({"key": key, "label": label, "facts": facts, "tables": tables})
    return groups


def record(request: HttpRequest, collection: str, uuid: UUID) -> HttpResponse:
    """Where it is, since when, who has it, what comes next."""
    kind = kind_or_404(collection)
    found = record_or_404(kind, request.user, uuid)
    shown = kind.present(found, request.user)
    context = {
        "kind": kind,
        "record": found,
        "shown": shown,
        "headline": headline_of(shown),
        "groups": tabs_of(shown),
        "course": course_of(found, request.user),
        "buttons": buttons_of(kind, found, request.user),
        "edits": edits_of(kind, found, request.user),
        "openings": openings_of(kind, found, request.user),
        "moments": timeline_of(found, request.user),
        "holders": holders_of(kind, found, request.user),
        "is_final": not any(found.state in step.sources for step in found.lifecycle.steps),
    }
    return render(request, "records/record.html", context)
