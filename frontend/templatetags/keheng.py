"""Template tags: icons, money, typed values."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()
TONES = {
    "draft": "secondary", "withdrawn": "secondary", "exited": "secondary", "closed": "secondary", "declined": "secondary",
    "accepted": "green", "in_pool": "green", "issued": "green", "signed": "green", "passed": "green", "received": "green",
    "not_accepted": "red", "failed": "red", "refused": "red", "correction": "orange", "on_hold": "orange",
    "rectification": "orange", "withheld": "orange", "suspended": "orange", "published": "blue", "active": "blue",
}  # fmt: skip
ICONS = {"green": "circle-check", "red": "x", "orange": "alert-triangle", "blue": "point", "secondary": "circle"}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite; decorative, so hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>', css, static("vendor/icons.svg"), name
    )


@register.filter
def tone(state: str) -> str:
    """The colour of a state."""
    return TONES.get(state, "azure")


@register.simple_tag
def state_chip(state: str, label: str) -> SafeString:
    """Icon, word and colour of a state."""
    colour = tone(state)
    drawn = icon(ICONS.get(colour, "progress-check"))
    return format_html('<span class="badge bg-{0}-lt state-chip">{1} {2}</span>', colour, drawn, label)


@register.simple_tag
def cell(field: Any, row: Any = "") -> SafeString:
    """An input of a table, named by its column and its row for those who cannot see the head."""
    attrs = {"aria-label": f"{field.label}（{row}）" if row != "" else str(field.label)}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def plain(value: Any) -> str:
    """A number for a machine: no separators."""
    return "" if value is None else str(value)


@register.filter
def money(value: Any) -> str:
    """1,234.50 (yuan)."""
    return "" if value is None or value == "" else f"{Decimal(value):,.2f}"


@register.filter
def wan(value: Any) -> str:
    """Yuan in 万元 with two decimals, for headlines."""
    return "" if value is None else f"{Decimal(value) / 10000:,.2f}"


@register.filter
def unitless(label: Any) -> str:
    """A label without the unit behind it: the headline names its own."""
    return re.sub(r"\s*[（(](元|yuan)[)）]$", "", str(label))


@register.filter
def headline(value: Any) -> str:
    """An amount in a headline: 180.00 万元 in Chinese, ¥1,800,000 in English."""
    return f"{wan(value)} 万元" if (get_language() or "").startswith("zh") else f"¥{Decimal(value):,.0f}"


@register.filter
def shown(value: Any, kind: str = "text") -> str:
    """A typed value as people read it."""
    if value is None or value == "":
        return "—"
    if kind == "money":
        return money(value)
    if kind == "instant" or isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if kind == "number" and isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


@register.filter
def is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple)


@register.filter
def get(mapping: Any, key: str) -> Any:
    return mapping.get(key, "") if hasattr(mapping, "get") else getattr(mapping, key, "")


@register.filter
def due_words(due: Any, now: datetime) -> str:
    """When it is due, as one says it: overdue by days, today, tomorrow, else the day."""
    if due is None or due == "":
        return "—"
    local = timezone.localtime(due) if isinstance(due, datetime) else None
    day, hour = (local.date(), local.strftime(" %H:%M")) if local else (due, "")
    days = (day - timezone.localtime(now).date()).days
    if days < 0:
        return _("%(days)s days overdue") % {"days": -days}
    if is_overdue(due, now):
        return _("overdue since %(time)s") % {"time": hour.strip()}
    named = {0: _("today"), 1: _("tomorrow")}
    if days in named:
        return named[days] + hour
    return day.strftime("%m-%d") + hour if days < 180 else day.isoformat()


@register.filter
def is_near(due: Any, now: datetime) -> bool:
    """Due today or tomorrow, or overdue."""
    if due is None or due == "":
        return False
    day = timezone.localtime(due).date() if isinstance(due, datetime) else due
    return bool((day - timezone.localtime(now).date()).days <= 1)


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The address's query with these names changed; an empty value takes a name away, ``after`` is always dropped."""
    kept = context["request"].GET.copy()
    kept.pop("after", None)
    for name, value in changes.items():
        kept.pop(name, None)
        if value not in ("", None):
            kept[name] = str(value)
    return f"?{kept.urlencode()}"


@register.filter
def is_overdue(due: Any, now: datetime) -> bool:
    if isinstance(due, datetime):
        return due < now
    return isinstance(due, date) and due < timezone.localtime(now).date()
