"""Shapes of input that many steps share."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A step that must be explained."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, min_length=4, widget=forms.Textarea(attrs={"rows": 4})
    )
