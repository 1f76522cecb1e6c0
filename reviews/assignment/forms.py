"""The shape of an expert's answer to an invitation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.assignment.models import Assignment
from reviews.assignment.states import DeclineReason

ACCEPT = "accept"


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


def answers_form(assignments: Iterable[Assignment]) -> type[forms.Form]:
    """One declaration for a round: ``answer-<alias>`` and ``reason-<alias>`` for each item that waits for an answer."""
    fields: dict[str, Any] = {"has_declared": DeclareForm.base_fields["has_declared"]}
    for each in assignments:
        alias = each.item.alias
        fields[f"answer-{alias}"] = forms.ChoiceField(
            label=alias,
            required=False,
            choices=[(ACCEPT, _("No conflict, I accept")), *DeclineReason.choices],
            widget=forms.RadioSelect,
        )
        fields[f"reason-{alias}"] = forms.CharField(label=f"{alias} {_('Explanation')}", required=False, max_length=500)
    return type("AnswersForm", (forms.Form,), fields)
