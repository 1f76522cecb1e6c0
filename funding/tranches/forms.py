"""The shape of the input about payments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PayForm(forms.Form):
    voucher = forms.CharField(label=_("Voucher number"), max_length=60)
    appropriation_number = forms.CharField(label=_("Appropriation number (指标文号)"), max_length=60)
