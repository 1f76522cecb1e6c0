"""The shape of the input of change requests; what is asked for depends on the kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from projects.changes.states import ChangeKind
from projects.contracts.forms import BudgetForm
from projects.contracts.models import Project


def grounds_field() -> forms.CharField:
    return forms.CharField(label=_("Grounds"), min_length=4, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5}))


def open_change_form(projects: QuerySet[Project]) -> type[forms.Form]:
    """Which change of which of these projects, and why; what exactly is said next."""

    class OpenChangeForm(forms.Form):
        project = forms.ModelChoiceField(
            projects,
            to_field_name="uuid",
            label=_("Project"),
            error_messages={"invalid_choice": _("Choose a running project that you lead.")},
        )
        change_kind = forms.ChoiceField(label=_("Change"), choices=ChangeKind.choices)
        grounds = grounds_field()

    return OpenChangeForm


class GroundsForm(forms.Form):
    """A termination has nothing but its grounds."""

    grounds = grounds_field()


class PeriodForm(GroundsForm):
    ends_on = forms.DateField(label=_("New end"), widget=forms.DateInput(attrs={"type": "date"}))


class MoneyMoveForm(BudgetForm, GroundsForm):
    """The whole budget as it is to be: ``granted-equipment`` and so on."""


def leader_form(persons: QuerySet[Person]) -> type[forms.Form]:
    class LeaderForm(GroundsForm):
        person = forms.ModelChoiceField(persons, to_field_name="uuid", label=_("New project leader"))

    return LeaderForm


def text_name(section: str, key: str) -> str:
    """The stable name of a text: ``text-content-route``."""
    return f"text-{section}-{key}"


def texts_form(labels: Mapping[str, str]) -> type[forms.Form]:
    """One text per field of the contract; ``labels``: field name -> label."""

    class TextsForm(GroundsForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name, label in labels.items():
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
                )

    return TextsForm


class AnswerForm(forms.Form):
    """An answer that may stay empty."""

    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
