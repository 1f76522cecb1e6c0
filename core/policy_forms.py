"""The form of a topic's values, made from its dataclass: the same labels, units and ranges as everywhere."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_type_hints

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.policy import Topic, from_json, to_json


class RowsField(forms.CharField):
    """A tuple, one value a line; an empty line in the middle or at the end of ``keeps`` is a value of its own."""

    def __init__(self, *, item: type, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **options)
        self.item = item

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(each) for each in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("\r\n", "\n")
        lines = [line.strip() for line in text.split("\n")] if text else []
        try:
            return [int(line) for line in lines if line] if self.item is int else lines
        except ValueError as error:
            raise forms.ValidationError(_("Every line must be a whole number.")) from error


class MappingField(forms.CharField):
    """A mapping, as JSON."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False, indent=2) if isinstance(value, Mapping) else value

    def to_python(self, value: Any) -> Any:
        try:
            read = json.loads(str(value or "{}"))
        except json.JSONDecodeError as error:
            raise forms.ValidationError(_("This is not JSON: line %(line)s.") % {"line": error.lineno}) from error
        if not isinstance(read, dict):
            raise forms.ValidationError(_("This must be a JSON object."))
        return read


def field_of(each: dataclasses.Field[Any], hint: Any) -> forms.Field:
    """The form field of one policy value."""
    said = each.metadata
    options: dict[str, Any] = {"label": said["label"] or each.name, "help_text": _helped(said)}
    bounds = {"min_value": said["least"], "max_value": said["most"]}
    if hint is bool:
        return forms.BooleanField(required=False, **options)
    if hint is int:
        return forms.IntegerField(**options, **bounds)
    if hint is Decimal:
        return forms.DecimalField(**options, **bounds)
    if getattr(hint, "__origin__", hint) is tuple:
        return RowsField(item=get_args(hint)[0], required=False, **options)
    if getattr(hint, "__origin__", hint) is dict:
        return MappingField(**options)
    return forms.CharField(required=False, **options)


def _helped(said: Mapping[str, Any]) -> str:
    parts = [str(said["unit"]), str(said["source"])]
    if said["least"] is not None or said["most"] is not None:
        parts.append(
            f"{said['least'] if said['least'] is not None else ''}–{said['most'] if said['most'] is not None else ''}"
        )
    return " · ".join(part for part in parts if part)


def policy_form(topic: Topic) -> type[forms.Form]:
    """The topic's values, the day from which they hold and the reason; ``values()`` are typed and checked."""

    class PolicyForm(forms.Form):
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            hints = get_type_hints(topic.values)
            own = {each.name: field_of(each, hints[each.name]) for each in dataclasses.fields(topic.values)}
            self.fields = own | {
                "effective_on": forms.DateField(
                    label=gettext_lazy("In force from"),
                    widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                ),
                "reason": forms.CharField(
                    label=gettext_lazy("Reason"),
                    min_length=4,
                    max_length=2_000,
                    widget=forms.Textarea(attrs={"rows": 3}),
                ),
            }

        def clean(self) -> dict[str, Any]:
            cleaned = super().clean() or {}
            day = cleaned.get("effective_on")
            if day is not None and day < clock.today():
                self.add_error("effective_on", _("A policy cannot begin in the past: what was decided stays decided."))
            if not self.errors:
                self._check()
            return cleaned

        def _check(self) -> None:
            try:
                self.values()
            except (ValueError, InvalidOperation, TypeError, KeyError) as error:
                self.add_error(None, _("These values do not hold together: %(said)s") % {"said": error})

        def values(self) -> Any:
            names = [each.name for each in dataclasses.fields(topic.values)]
            return from_json(topic.values, {name: self.cleaned_data[name] for name in names})

    return PolicyForm


def initial_of(values: Any) -> dict[str, Any]:
    return to_json(values)
