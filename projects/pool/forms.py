"""The shape of the pool's input."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm, YuanField
from projects.calls.models import Programme
from projects.pool.models import Appropriation
from projects.pool.states import ExitCode, Maturity


class AdmitForm(forms.Form):
    maturity = forms.ChoiceField(label=_("Maturity"), choices=Maturity.choices)
    policy_fit = forms.DecimalField(label=_("Policy fit (0 to 100)"), min_value=0, max_value=100, decimal_places=2)
    readiness = forms.DecimalField(label=_("Readiness (0 to 100)"), min_value=0, max_value=100, decimal_places=2)


class ReleaseForm(forms.Form):
    appropriation = forms.ModelChoiceField(
        Appropriation.objects.order_by("-year", "number"), to_field_name="number", label=_("Budget line")
    )


class ExitForm(ReasonForm):
    exit_code = forms.ChoiceField(label=_("Why it leaves the pool"), choices=ExitCode.choices)


class AppropriationForm(forms.Form):
    programme = forms.ModelChoiceField(Programme.objects.order_by("code"), to_field_name="code", label=_("Programme"))
    number = forms.CharField(label=_("Number of the budget line (指标文号)"), max_length=60)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = YuanField(label=_("Amount (yuan)"), min_value=1)
