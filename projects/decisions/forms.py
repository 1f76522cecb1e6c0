"""The shape of the input of decisions, notices and objections."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import YuanField
from projects.calls.forms import CallField
from projects.calls.models import Call
from projects.decisions.models import Decision
from projects.decisions.states import ItemVerdict
from projects.pool.models import Appropriation


class OpenDecisionForm(forms.Form):
    call = CallField(Call.objects.order_by("-year", "number"), to_field_name="uuid", label=_("Call"))
    appropriation = forms.ModelChoiceField(
        Appropriation.objects.order_by("-year", "number"), to_field_name="number", label=_("Budget line")
    )
    title = forms.CharField(label=_("Title"), max_length=200)


class DeliberateForm(forms.Form):
    minutes_number = forms.CharField(label=_("Number of the minutes"), max_length=60)


class IssueForm(forms.Form):
    document_number = forms.CharField(label=_("Document number (文号)"), max_length=60)


class ObjectForm(forms.Form):
    item = forms.UUIDField(label=_("Item"))
    objector_name = forms.CharField(label=_("Your name or your institution's"), max_length=120)
    objector_contact = forms.CharField(label=_("Phone or mail address"), max_length=120)
    grounds = forms.CharField(label=_("Grounds and facts"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), max_length=5_000, min_length=4, widget=forms.Textarea(attrs={"rows": 5})
    )


def items_form(decision: Decision) -> type[forms.Form]:
    """A verdict and an amount for each item, named by its application: ``verdict-<uuid>``, ``amount-<uuid>``."""
    fields: dict[str, forms.Field] = {}
    for item in decision.items.select_related("application"):
        key, name = item.application.uuid, item.application.number or ""
        fields[f"verdict-{key}"] = forms.ChoiceField(
            label=_("Verdict on %(number)s") % {"number": name}, choices=ItemVerdict.choices, required=False
        )
        fields[f"amount-{key}"] = YuanField(label=_("Amount for %(number)s (yuan)") % {"number": name}, required=False)
    return type("ItemsForm", (forms.Form,), fields)
