"""The shape of an application's input, for page and API alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from core.forms import YuanField
from projects.applications.states import Category, Comparison, IndicatorCategory, Source
from projects.calls.forms import CallField
from projects.calls.models import Call

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TYPED_NUMBER = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
LINES = forms.Textarea(attrs={"rows": 2})


class OpenApplicationForm(forms.Form):
    call = CallField(Call.objects.filter(state="published"), to_field_name="uuid", label=_("Call"))
    institution = forms.ModelChoiceField(Institution.objects.all(), to_field_name="uuid", label=_("Institution"))


class BasicsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    direction_code = forms.CharField(label=_("Direction"), max_length=20, required=False)
    discipline = forms.CharField(label=_("Discipline"), max_length=60, required=False)
    keywords = forms.CharField(label=_("Keywords"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("Starts on"), required=False, widget=DAY)
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=DAY)


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    institution_name = forms.CharField(label=_("Institution"), max_length=200)
    title = forms.CharField(label=_("Professional title"), max_length=40, required=False)
    task = forms.CharField(label=_("Task"), max_length=200, required=False)
    months = forms.IntegerField(label=_("Months"), min_value=0, max_value=120, required=False)

    def clean_months(self) -> int:
        return self.cleaned_data["months"] or 0


class AimForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Category"), choices=IndicatorCategory.choices, initial=IndicatorCategory.TECHNICAL
    )
    name = forms.CharField(label=_("Indicator"), max_length=120)
    existing = forms.DecimalField(
        label=_("Existing value"), required=False, max_digits=18, decimal_places=4, widget=TYPED_NUMBER
    )
    comparison = forms.ChoiceField(label=_("≥ or ≤"), choices=Comparison.choices, initial=Comparison.AT_LEAST)
    midterm = forms.DecimalField(
        label=_("Mid-term value"), required=False, max_digits=18, decimal_places=4, widget=TYPED_NUMBER
    )
    target = forms.DecimalField(label=_("Final value"), max_digits=18, decimal_places=4, widget=TYPED_NUMBER)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    method = forms.CharField(label=_("Method of proof"), max_length=200)


class PlanForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    content = forms.CharField(label=_("Work"), max_length=2_000, widget=LINES)
    outcome = forms.CharField(label=_("Outcome"), max_length=2_000, required=False, widget=LINES)


class BudgetForm(forms.Form):
    """The budget as one table: a row per category, cells ``granted-equipment``, ``self_raised-equipment``,
    ``note-equipment``."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for category in Category:
            for source in Source:
                label = f"{category.label}（{source.label}）"
                self.fields[f"{source}-{category}"] = YuanField(
                    label=label, required=False, widget=forms.TextInput(attrs={"class": "num"})
                )
            self.fields[f"note-{category}"] = forms.CharField(
                label=f"{category.label}（{_('Note')}）", max_length=300, required=False
            )

    @staticmethod
    def cells_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """What the table shows of these lines."""
        cells: dict[str, Any] = {}
        for line in lines:
            cells[f"{line['source']}-{line['category']}"] = line["amount"]
            note = f"note-{line['category']}"
            parts = [cells.get(note, ""), line["note"]]
            cells[note] = "；".join(dict.fromkeys(each for each in parts if each))
        return cells

    def lines(self) -> list[dict[str, Any]]:
        """The lines with an amount, as far as the cells could be read; a note stands with the first of its row."""
        found = []
        for category in Category:
            note = self.cleaned_data.get(f"note-{category}", "")
            for source in Source:
                amount = self.cleaned_data.get(f"{source}-{category}")
                if amount:
                    found.append({"source": source.value, "category": category.value, "amount": amount, "note": note})
                    note = ""
        return found


class MoneyForm(forms.Form):
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    amount = YuanField(label=_("Amount (yuan)"))
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
