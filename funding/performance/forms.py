"""The shape of the points' input: one field a part, its most from the policy of the programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.performance.models import PerformanceEvaluation
from funding.performance.rules import PARTS

LABELS = {
    "execution": _("Execution of the budget"),
    "output": pgettext_lazy("performance", "Output"),
    "benefit": pgettext_lazy("performance", "Benefit"),
    "satisfaction": pgettext_lazy("performance", "Satisfaction"),
}


def points_form(most: dict[str, int], words: str, label: Any, hints: dict[str, Any]) -> type[forms.Form]:
    """A form class with the parts' points and one field of words named ``words``."""
    fields: dict[str, forms.Field] = {
        part: forms.DecimalField(
            label=format_lazy("{label} (0 – {most})", label=LABELS[part], most=most[part]),
            min_value=0,
            max_value=most[part],
            max_digits=5,
            decimal_places=2,
            help_text=hints.get(part, ""),
        )
        for part in PARTS
    }
    fields[words] = forms.CharField(
        label=label, max_length=4_000, min_length=10, widget=forms.Textarea(attrs={"rows": 6})
    )
    return type("PointsForm", (forms.Form,), fields)


def own_points(evaluation: PerformanceEvaluation) -> dict[str, Any]:
    """What was sent before, where the self-evaluation came back."""
    return {**evaluation.own, "own_words": evaluation.own_words}
