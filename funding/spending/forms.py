"""The shape of a voucher's input."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import YuanField
from funding.fields import ProjectChoice
from projects.applications.states import Category, Source
from projects.contracts.models import Project


class VoucherForm(forms.Form):
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    amount = YuanField(label=_("Amount (yuan)"), min_value=Decimal("0.01"))
    spent_on = forms.DateField(label=_("Spent on"), widget=forms.DateInput(attrs={"type": "date"}))
    voucher = forms.CharField(label=_("Voucher number"), max_length=60)
    payee = forms.CharField(label=_("Payee"), max_length=120)
    invoice = forms.CharField(label=_("Invoice number"), max_length=60, required=False)
    purpose = forms.CharField(label=_("Purpose"), max_length=200)


def enter_form(projects: QuerySet[Project]) -> type[forms.Form]:
    """The form of a new voucher with the projects to choose from."""
    fields = {"project": ProjectChoice(projects, label=_("Project")), **VoucherForm.base_fields}
    return type("EnterForm", (forms.Form,), fields)
