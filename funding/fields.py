"""Fields that the forms of several rooms share."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.contracts.models import Project


class ProjectByNumber(forms.CharField):
    """A project by its number; an unknown number is an error of the field."""

    def clean(self, value: str) -> Project | None:
        number = super().clean(value)
        project = Project.objects.filter(number=number.strip()).first()
        if project is None:
            raise forms.ValidationError(_("No project has this number."))
        return project
