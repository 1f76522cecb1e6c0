"""The shape of a call's input, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import InstitutionKind
from projects.calls.models import Call, Programme


class CallField(forms.ModelChoiceField):
    """Calls by title and number: a programme may call twice in a year under one title."""

    def label_from_instance(self, obj: Call) -> str:
        return f"{obj.title}（{obj.number}）" if obj.number else obj.title


class OpenCallForm(forms.Form):
    programme = forms.ModelChoiceField(Programme.objects.all(), to_field_name="code", label=_("Programme"))
    title = forms.CharField(label=_("Title"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(label=_("Text of the call"), required=False, max_length=20_000, widget=forms.Textarea)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=200)
    directions = forms.CharField(
        label=_("Directions, one a line"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    opens_at = forms.DateTimeField(label=_("Opens at"))
    closes_at = forms.DateTimeField(label=_("Closes for applicants at"))
    institution_closes_at = forms.DateTimeField(label=_("Closes for institutions at"))
    recommender_closes_at = forms.DateTimeField(label=_("Closes for recommending units at"), required=False)
    grant_ceiling = forms.DecimalField(label=_("Grant ceiling (yuan)"), min_value=1, max_digits=18, decimal_places=2)
    self_raised_ratio = forms.DecimalField(
        label=_("Self-raised share of the total, at least"), min_value=0, max_value=1, decimal_places=2, initial=0
    )
    number_to_fund = forms.IntegerField(label=_("Number to fund"), min_value=1, max_value=10_000)
    budget_total = forms.DecimalField(label=_("Budget (yuan)"), min_value=1, max_digits=18, decimal_places=2)
    may_lead = forms.MultipleChoiceField(
        label=_("Who may lead (none chosen: all)"), required=False, choices=InstitutionKind.choices
    )

    def clean_directions(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["directions"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes, later = (cleaned.get(name) for name in ("opens_at", "closes_at", "institution_closes_at"))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Must lie after the opening."))
        if closes and later and later < closes:
            self.add_error("institution_closes_at", _("Must not lie before the applicants' closing."))
        return cleaned
