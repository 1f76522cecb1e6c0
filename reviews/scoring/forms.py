"""The shape of a score sheet: one field per criterion of the round, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.scoring.models import Scoresheet
from reviews.scoring.states import Familiarity, Recommendation

POINTS = "points-"
LONGEST_COMMENT = 5_000


class SheetForm(forms.Form):
    """What every sheet asks beside its criteria. Everything may be empty while it is a draft."""

    base_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    familiarity = forms.ChoiceField(
        label=_("Familiarity with the field"), required=False, choices=Familiarity.choices, widget=forms.RadioSelect
    )
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), required=False, choices=Recommendation.choices, widget=forms.RadioSelect
    )
    suggested_amount = forms.DecimalField(
        label=_("Suggested amount (yuan)"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    comment = forms.CharField(
        label=_("Comment to the applicant"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea
    )


def sheet_form(sheet: Scoresheet) -> type[forms.Form]:
    """The form of this sheet: ``points-<key>`` with its range for each criterion of the round."""
    fields: dict[str, Any] = {
        f"{POINTS}{each['key']}": forms.DecimalField(
            label=each["name"], required=False, min_value=0, max_value=each["points"], max_digits=5, decimal_places=2
        )
        for each in sheet.assignment.item.round.criteria
    }
    return type("SheetForm", (SheetForm,), fields)


def sheet_initial(sheet: Scoresheet) -> dict[str, Any]:
    """What the sheet says now."""
    return {
        "base_version": sheet.version,
        "familiarity": sheet.familiarity,
        "recommendation": sheet.recommendation,
        "suggested_amount": sheet.suggested_amount,
        "comment": sheet.comment,
    } | {f"{POINTS}{key}": given for key, given in sheet.points.items()}
