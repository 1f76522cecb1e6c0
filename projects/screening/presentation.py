"""The words of a machine check."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.applications.models import Application
from projects.calls.form_definition import current_form, sections_of


def checks_of(application: Application, *order: str) -> list[tuple[Any, Any]]:
    """Each machine check of an application with its name in words; of a section, the section's title."""
    titles = {each.key: each.title for each in sections_of(current_form(application.call))}
    names: dict[str, Any] = {
        "complete": pgettext_lazy("machine check", "Completeness"),
        "limits": _("Limits and eligibility"),
    }
    names |= {f"complete:{key}": title for key, title in titles.items()}
    return [(names.get(check.rule, check.rule), check) for check in application.checks.order_by(*order)]
