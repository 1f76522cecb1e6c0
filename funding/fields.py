"""Fields that the forms of several rooms share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.contracts.models import Project


def project_named(name: str, among: QuerySet[Project] | None = None) -> Project | None:
    """The project of this number or uuid (pages that offer an opening name their record by its uuid)."""
    rows = Project.objects.all() if among is None else among
    try:
        return rows.filter(uuid=UUID(name)).first()
    except ValueError:
        return rows.filter(number=name).first()


class ProjectByNumber(forms.CharField):
    """A project typed by its number; an unknown one is an error of the field."""

    def clean(self, value: Any) -> Project | None:
        project = project_named(super().clean(value).strip())
        if project is None:
            raise forms.ValidationError(_("No project has this number."))
        return project

    def prepare_value(self, value: Any) -> Any:
        project = project_named(value) if isinstance(value, str) and value else None
        return project.number if project else value


class ProjectChoice(forms.ModelChoiceField):
    """One of some projects, shown with number and title; named by uuid or number."""

    def __init__(self, queryset: QuerySet[Project], **options: Any) -> None:
        super().__init__(queryset, to_field_name="uuid", **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title}"

    def to_python(self, value: Any) -> Project | None:
        if value in self.empty_values:
            return None
        project = project_named(str(value).strip(), self.queryset)
        if project is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return project

    def prepare_value(self, value: Any) -> Any:
        project = project_named(value, self.queryset) if isinstance(value, str) and value else None
        return super().prepare_value(project or value)
