"""The shape of an expert's answer to an invitation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.assignment.states import DeclineReason


class DeclareForm(forms.Form):
    has_declared = forms.BooleanField(
        label=_(
            "I have no conflict of interest with this project, its people and institutions, judge it myself, and keep"
            " its content and my opinion confidential."
        ),
        required=False,
    )


class DeclineForm(forms.Form):
    decline_reason = forms.ChoiceField(label=_("Why"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Explanation"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
