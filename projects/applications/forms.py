"""The shape of an application's input, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from projects.applications.states import Category, Comparison, IndicatorCategory, Source
from projects.calls.models import Call


class OpenApplicationForm(forms.Form):
    call = forms.ModelChoiceField(Call.objects.filter(state="published"), to_field_name="uuid", label=_("Call"))
    institution = forms.ModelChoiceField(Institution.objects.all(), to_field_name="uuid", label=_("Institution"))


class BasicsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    direction_code = forms.CharField(label=_("Direction"), max_length=20, required=False)
    discipline = forms.CharField(label=_("Discipline"), max_length=60, required=False)
    keywords = forms.CharField(label=_("Keywords"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("Starts on"), required=False)
    ends_on = forms.DateField(label=_("Ends on"), required=False)


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    institution_name = forms.CharField(label=_("Institution"), max_length=200)
    title = forms.CharField(label=_("Professional title"), max_length=40, required=False)
    task = forms.CharField(label=_("Task"), max_length=200, required=False)
    months = forms.IntegerField(label=_("Months"), min_value=0, max_value=120, required=False)

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 0


class AimForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), choices=IndicatorCategory.choices)
    name = forms.CharField(label=_("Indicator"), max_length=120)
    existing = forms.DecimalField(label=_("Existing value"), required=False, max_digits=18, decimal_places=4)
    comparison = forms.ChoiceField(label=_("≥ or ≤"), choices=Comparison.choices)
    midterm = forms.DecimalField(label=_("Mid-term value"), required=False, max_digits=18, decimal_places=4)
    target = forms.DecimalField(label=_("Final value"), max_digits=18, decimal_places=4)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    method = forms.CharField(label=_("Method of proof"), max_length=200)


class PlanForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    content = forms.CharField(label=_("Work"), max_length=2_000)
    outcome = forms.CharField(label=_("Outcome"), max_length=2_000, required=False)


class MoneyForm(forms.Form):
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    amount = forms.DecimalField(label=_("Amount (yuan)"), min_value=0, max_digits=18, decimal_places=2)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class AvoidForm(forms.Form):
    person_name = forms.CharField(label=_("Person"), max_length=80, required=False)
    institution_name = forms.CharField(label=_("Institution"), max_length=200, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person_name") and not cleaned.get("institution_name"):
            self.add_error("person_name", _("Name a person or an institution."))
        return cleaned
