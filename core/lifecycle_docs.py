"""Print every lifecycle as a table and a Mermaid diagram: docs/lifecycle.md is made from this, and the gate compares."""

from __future__ import annotations

from django.utils import translation

from core.invariants import record_models
from core.records import Record

HEAD = """# Lifecycles

Printed from the tables in each stage's `states.py` by `python manage.py print_lifecycles`; do not edit by hand.
`core.transitions.take_step` is the only writer of a state, and a trigger made from the same table refuses any other.
Every record may also enter by `bring_in` (imported history, `origin=imported`).
"""


def document() -> str:
    """The whole page, Markdown."""
    with translation.override("en"):
        models = sorted(record_models(), key=lambda model: (model._meta.app_label, model.kind))
        return HEAD + "".join(_section(model) for model in models)


def _section(model: type[Record]) -> str:
    table = model.lifecycle
    labels = model.state_labels()
    lines = [f"\n## {model.kind}\n", f"`{model.__module__}.{model.__name__}`, begins as `{table.initial}`.\n"]
    lines.append("```mermaid\nstateDiagram-v2\n    direction LR")
    lines.append(f"    [*] --> {table.initial}")
    lines += [f"    {a} --> {b}: {step}" for step, a, b in table.arrows()]
    lines += [f"    {state} --> [*]" for state in table.final_states()]
    lines.append("```\n")
    lines.append("| step | from | to | by | date |\n|---|---|---|---|---|")
    lines += [
        f"| {step.name} | {', '.join(step.sources)} | {step.target} | {step.by} | {step.stamp or ''} |"
        for step in table.steps
    ]
    with translation.override("zh-hans"):
        chinese = {state: str(labels.get(state, state)) for state in table.states()}
    lines.append("\nStates: " + ", ".join(f"`{state}` {chinese[state]}" for state in table.states()) + ".\n")
    return "\n".join(lines)
