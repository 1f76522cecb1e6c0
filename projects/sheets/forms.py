"""The auditor's choice: a call or a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.calls.forms import CallField
from projects.calls.models import Call
from projects.sheets.scope import AuditScope


class AuditForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2200, required=False)
    call = CallField(Call.objects.order_by("-year", "number"), to_field_name="uuid", label=_("or call"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("year")) == bool(cleaned.get("call")):
            self.add_error("year", _("Choose a year or a call, one of the two."))
        return cleaned

    def scope(self) -> AuditScope:
        return AuditScope(
            call=self.cleaned_data["call"], year=self.cleaned_data["year"] if not self.cleaned_data["call"] else None
        )
