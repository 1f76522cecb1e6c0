"""The shape of a voucher's input."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.fields import ProjectByNumber
from projects.applications.states import Category, Source


class EnterForm(forms.Form):
    project = ProjectByNumber(label=_("Project number"), max_length=60)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    amount = forms.DecimalField(label=_("Amount (yuan)"), min_value=Decimal("0.01"), max_digits=18, decimal_places=2)
    spent_on = forms.DateField(label=_("Spent on"), widget=forms.DateInput(attrs={"type": "date"}))
    voucher = forms.CharField(label=_("Voucher number"), max_length=60)
    payee = forms.CharField(label=_("Payee"), max_length=120)
    invoice = forms.CharField(label=_("Invoice number"), max_length=60, required=False)
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
