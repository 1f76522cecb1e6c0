"""The shape of the decision on a doubtful conflict."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.conflicts.models import Finding, Outcome
from reviews.rounds.models import Round

STANDS = (("yes", _("It stands: the expert keeps away")), ("no", _("It does not stand: the expert may judge")))


class FindingField(forms.ModelChoiceField):
    """Findings by expert, item and rule."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pair.expert.person.name} · {obj.pair.application.number} · {obj.rule}: {obj.evidence}"


class DecideForm(forms.Form):
    finding = FindingField(Finding.objects.none(), label=_("Finding"))
    stands = forms.TypedChoiceField(
        label=_("Decision"), choices=STANDS, coerce=lambda said: said == "yes", widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, min_length=4, widget=forms.Textarea(attrs={"rows": 3})
    )


def decide_form(round_: Round) -> type[DecideForm]:
    """The form over the findings of this round that wait for a decision."""
    waiting = Finding.objects.filter(
        pair__application__round_items__round=round_, outcome=Outcome.HOLD, stands=None
    ).select_related("pair__expert__person", "pair__application")

    class ChosenDecideForm(DecideForm):
        finding = FindingField(waiting, label=_("Finding"))

    return ChosenDecideForm
