"""The shape of the input about credit events."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.credit.states import CreditCode
from funding.fields import ProjectByNumber


class RecordEventForm(forms.Form):
    project = ProjectByNumber(label=_("Project number"), max_length=60)
    subject = forms.ChoiceField(
        label=_("About whom"), choices=[("person", _("The project leader")), ("institution", _("The institution"))]
    )
    code = forms.ChoiceField(label=_("What happened"), choices=CreditCode.choices)
    happened_on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))
    basis = forms.CharField(
        label=_("Facts and evidence"),
        max_length=4_000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was found, by whom, on what evidence. The subject reads this."),
    )
    document_number = forms.CharField(
        label=_("Document number (文号)"), max_length=60, required=False, help_text=_("Required for a veto.")
    )
    self_reported = forms.BooleanField(
        label=_("Reported by the subject itself and mended before it was found"), required=False
    )


class AppealForm(forms.Form):
    appeal = forms.CharField(
        label=_("Grounds of the appeal"),
        max_length=4_000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what is wrong and what shows it. While the appeal runs, the points do not count."),
    )


class AppealAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer with reasons"), max_length=4_000, min_length=4, widget=forms.Textarea(attrs={"rows": 6})
    )
