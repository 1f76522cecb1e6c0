"""The shape of the input of an acceptance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.acceptance.models import Acceptance
from projects.acceptance.states import AchievementKind, Conclusion
from projects.contracts.models import ContractIndicator, Project
from projects.contracts.states import ProjectState

ROWS_AT_LEAST, ROWS_SPARE, ROWS_AT_MOST = 5, 3, 60
SHORT = {"rows": 5}


def open_form(user: Any) -> type[forms.Form]:
    """The choice is among the running projects that this user leads and whose acceptance was not begun."""
    mine = Project.objects.filter(
        principal_investigator_id=getattr(user, "person_id", None) or 0,
        state=ProjectState.ACTIVE,
        acceptance__isnull=True,
    )
    project = forms.ModelChoiceField(mine.order_by("ends_on", "pk"), to_field_name="uuid", label=_("Project"))
    return type("OpenAcceptanceForm", (forms.Form,), {"project": project})


def write_form(acceptance: Acceptance) -> type[forms.Form]:
    """Summary; ``actual-N`` and ``evidence-N`` for the contract's N-th indicator; ``achievement-N-kind`` and so on."""
    indicators = ContractIndicator.objects.filter(contract__project_id=acceptance.project_id).order_by("position", "pk")
    fields: dict[str, forms.Field] = {
        "summary": forms.CharField(
            label=_("Summary"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
        )
    }
    for place, each in enumerate(indicators, 1):
        wanted = f"{each.name} ({each.get_comparison_display()} {each.target.normalize():f} {each.unit})"
        fields[f"actual-{place}"] = forms.DecimalField(label=wanted, max_digits=18, decimal_places=4, required=False)
        fields[f"evidence-{place}"] = forms.CharField(label=_("Evidence"), max_length=200, required=False)
    rows = min(max(acceptance.project.achievements.count() + ROWS_SPARE, ROWS_AT_LEAST), ROWS_AT_MOST)
    for row in range(1, rows + 1):
        fields |= {f"achievement-{row}-{name}": field for name, field in _achievement(row).items()}
    return type("WriteAcceptanceForm", (AchievementsForm,), fields)


def _achievement(row: int) -> dict[str, forms.Field]:
    kinds = [("", "—"), *AchievementKind.choices]
    title = _("Achievement %(number)s: title") % {"number": row}
    return {
        "kind": forms.ChoiceField(label=_("Kind of achievement"), choices=kinds, required=False),
        "title": forms.CharField(label=title, max_length=300, required=False),
        "reference": forms.CharField(label=_("Number, journal or address"), max_length=120, required=False),
        "made_on": forms.DateField(
            label=_("Made on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        ),
    }


class AchievementsForm(forms.Form):
    """A row with anything in it needs its kind and its title."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in [name for name in self.fields if name.endswith("-kind")]:
            row = name.removesuffix("-kind")
            if any(cleaned.get(f"{row}-{part}") for part in ("kind", "title", "reference", "made_on")):
                for part in ("kind", "title"):
                    if not cleaned.get(f"{row}-{part}"):
                        self.add_error(f"{row}-{part}", _("Give kind and title of the achievement, or empty the row."))
        return cleaned


class ReviewForm(forms.Form):
    score = forms.DecimalField(label=_("Score (0 to 100)"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    suggested = forms.ChoiceField(label=_("Suggested conclusion"), choices=Conclusion.choices)
    opinion = forms.CharField(
        label=_("Experts' opinion"), min_length=10, max_length=10_000, widget=forms.Textarea(attrs=SHORT)
    )


class ConcludeForm(forms.Form):
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices)
    reason = forms.CharField(
        label=_("Reason, where it differs from the suggestion"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
