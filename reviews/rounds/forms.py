"""The shape of the input of rounds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.applications.models import Application
from projects.calls.forms import CallField
from projects.calls.models import Call
from reviews.rounds.states import Blindness

MOST_ITEMS = 200


class ItemsField(forms.ModelMultipleChoiceField):
    """Applications by number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title} · {obj.institution.name}"


class PeopleField(forms.ModelChoiceField):
    """Users by the name of the person."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.display_name()


class OpenRoundForm(forms.Form):
    """Call, window, experts, blindness, chair and items; the items follow the call when one is named."""

    call = CallField(Call.objects.none(), to_field_name="uuid", label=_("Call"))
    title = forms.CharField(label=_("Title of the round"), max_length=200)
    opens_at = forms.DateTimeField(label=_("Scoring opens at"))
    closes_at = forms.DateTimeField(label=_("Scoring closes at"))
    experts_wanted = forms.IntegerField(label=_("Experts wanted"), min_value=1, max_value=30, initial=5)
    blindness = forms.ChoiceField(label=_("Blindness"), choices=Blindness.choices, initial=Blindness.SINGLE)
    chair = PeopleField(User.objects.none(), to_field_name="username", label=_("Panel chair"), required=False)
    applications = ItemsField(
        Application.objects.none(), to_field_name="uuid", label=_("Items"), widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Must lie after the opening."))
        if len(cleaned.get("applications") or ()) > MOST_ITEMS:
            self.add_error("applications", _("Too many items for one round."))
        return cleaned
