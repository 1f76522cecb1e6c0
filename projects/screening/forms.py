"""The shape of the formal check's input."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """A remark that may stay empty."""

    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
