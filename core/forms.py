"""Shapes of input that many steps share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A step that must be explained."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, min_length=4, widget=forms.Textarea(attrs={"rows": 4})
    )


class YuanField(forms.DecimalField):
    """An amount in yuan with two decimals; separators are understood: 600,000.00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 18, "decimal_places": 2} | options)
        self.widget.attrs |= {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        typed = value.replace(",", "").replace("，", "").strip() if isinstance(value, str) else value
        return super().to_python(typed)
