"""The shape of the input of reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.contracts.models import Project
from projects.midterm.rules import Aim
from projects.midterm.states import Grade, ReportKind


def open_report_form(projects: QuerySet[Project]) -> type[forms.Form]:
    """Which report on which of these projects."""

    class OpenReportForm(forms.Form):
        project = forms.ModelChoiceField(
            projects,
            to_field_name="uuid",
            label=_("Project"),
            error_messages={"invalid_choice": _("Choose a running project that is yours.")},
        )
        report_kind = forms.ChoiceField(label=_("Report"), choices=ReportKind.choices)
        year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    return OpenReportForm


def write_report_form(aims: Sequence[Aim]) -> type[forms.Form]:
    """Progress, problems, and for each indicator its value and its evidence: ``value-1``, ``evidence-1``, ..."""

    class WriteReportForm(forms.Form):
        progress = forms.CharField(
            label=_("Progress"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 8})
        )
        problems = forms.CharField(
            label=_("Problems and what is done about them"),
            required=False,
            max_length=50_000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for aim in aims:
                self.fields[f"value-{aim.position}"] = forms.DecimalField(
                    label=aim.name, required=False, max_digits=18, decimal_places=4, help_text=aim.unit
                )
                self.fields[f"evidence-{aim.position}"] = forms.CharField(
                    label=_("Evidence"), required=False, max_length=200, help_text=aim.name
                )

    return WriteReportForm


class AssessForm(forms.Form):
    grade = forms.ChoiceField(label=_("Assessment"), choices=Grade.choices)
    opinion = forms.CharField(
        label=_("Opinion"), min_length=4, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
