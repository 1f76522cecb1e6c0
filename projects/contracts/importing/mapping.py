"""Read a mapping file (TOML): which column of a list is what, how states are decided, which values mean what."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.verdict import Refused, no
from projects.contracts.importing.rules import BODIES, FIELDS, REQUIRED, ListMapping, StateRule
from projects.contracts.states import ProjectState

# In these states a list cannot put a project: they need a contract, or a sealed archive, of our own.
ENTERABLE = {
    ProjectState.ACTIVE, ProjectState.SUSPENDED, ProjectState.PASSED, ProjectState.CONCLUDED, ProjectState.FAILED,
    ProjectState.TERMINATED, ProjectState.LAPSED,
}  # fmt: skip
TABLES = {"columns", "number", "values", "state", "checks", "amounts"}


def read_mapping(path: Path, heads: list[str]) -> ListMapping:
    """The mapping, checked against itself and against the list's heads. Raises Refused: ``mapping-wrong``."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(str(error)) from error
    columns = {str(name): str(head) for name, head in told.get("columns", {}).items()}
    _check_names(told, columns, heads)
    number, values, checks = told.get("number", {}), told.get("values", {}), told.get("checks", {})
    for pattern in (number.get("pattern", ""), number.get("year", "")):
        _check_pattern(pattern)
    return ListMapping(
        columns=columns,
        states=_states(told.get("state", []), columns),
        unknown=tuple(values.get("unknown", ())),
        translations=_of_fields(values.get("translate", {}), columns),
        known={name: tuple(each) for name, each in _of_fields(values.get("known", {}), columns).items()},
        number_pattern=number.get("pattern", ""),
        number_year=number.get("year", ""),
        amount_unit=Decimal(str(told.get("amounts", {}).get("unit", 1))),
        bodies=tuple(checks.get("bodies", BODIES)),
        longest_leader=int(checks.get("longest_leader", 20)),
    )


def _wrong(said: str) -> Refused:
    return Refused(no("what", "import-mapping-wrong", said=said))


def _check_names(told: dict[str, Any], columns: dict[str, str], heads: list[str]) -> None:
    for unknown in sorted(set(told) - TABLES):
        raise _wrong(f"[{unknown}]")
    for unknown in sorted(set(columns) - set(FIELDS)):
        raise _wrong(f"[columns] {unknown}")
    for name in REQUIRED:
        if name not in columns:
            raise _wrong(f"[columns] {name} = ?")
    for name, head in columns.items():
        if head not in heads:
            raise Refused(no("what", "import-column-missing", head=head, name=name))


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise _wrong(f"[number] {pattern}: {error}") from error


def _of_fields(table: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    for unknown in sorted(set(table) - set(columns)):
        raise _wrong(f"[values] {unknown}")
    return table


def _states(rules: list[dict[str, Any]], columns: dict[str, str]) -> tuple[StateRule, ...]:
    found = []
    for rule in rules:
        among = {name: tuple(values) for name, values in rule.get("among", {}).items()}
        filled = tuple(rule.get("filled", ()))
        if rule.get("is") not in ENTERABLE or not {*filled, *among} <= set(columns):
            raise _wrong(f"[[state]] {rule}")
        found.append(StateRule(str(rule["is"]), filled, among))
    if not found or found[-1].filled or found[-1].among:
        raise _wrong("[[state]]: the last rule must have no condition")
    return tuple(found)
