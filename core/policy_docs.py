"""Print every topic of policy with its founding values: docs/policy.md is made from this, and the gate compares."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils import translation

from core.policy import Topic, to_json, topics

HEAD = """# Policy values

Printed from the dataclasses in each stage's `policy.py` by `python manage.py print_policies`; do not edit by hand.
These are the founding values. An administrator publishes newer versions on `/policies/`; every decision keeps the number
of the version that decided it.
"""


def document() -> str:
    """The whole page, Markdown."""
    with translation.override("en"):
        return HEAD + "".join(_section(topics[name]) for name in sorted(topics))


def _section(topic: Topic) -> str:
    lines = [f"\n## {topic.label}\n", f"`{topic.name}`, `{topic.values.__module__}.{topic.values.__name__}`.\n"]
    lines.append("| value | name | default | unit | range | source |\n|---|---|---|---|---|---|")
    stored = to_json(topic.values())
    for each in dataclasses.fields(topic.values):
        said = each.metadata
        cells = [
            said["label"] or "",
            f"`{each.name}`",
            _shown(stored[each.name]),
            said["unit"],
            bounds_of(said),
            said["source"],
        ]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def bounds_of(said: Any) -> str:
    """``6–120``, ``≥ 1``, ``≤ 50``, or nothing where the value has no bounds."""
    least, most = said["least"], said["most"]
    if least is None:
        return "" if most is None else f"≤ {most}"
    return f"≥ {least}" if most is None else f"{least}–{most}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) or "none" for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(each)}" for name, each in value.items())
    return str(value)
