"""Numbers are policy: typed, frozen values in versioned rows (scope x year x effective date).

A room declares its values once::

    @topic("projects.pool", label=_("Reserve pool"))
    @dataclass(frozen=True)
    class PoolPolicy:
        shelf_life_months: int = value(24, unit=_("months"), source="domain.md: reserve pool", label=_("Shelf life"))

and asks for the version in force: ``in_force(PoolPolicy, scope=programme.code, year=2026, on=day)``, which answers
``InForce(values=PoolPolicy(...), version=<row id>)``. The id is stored with each decision (``take_step(policies=...)``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar, get_type_hints

from django.db import transaction
from django.db.models import Q

from core import clock
from core.models import PolicyVersion

T = TypeVar("T")
EVERYWHERE = "*"
FOUNDING_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class InForce(Generic[T]):
    """The values that decide, and the id of the version they come from."""

    values: T
    version: int


@dataclass(frozen=True)
class Topic:
    name: str
    label: Any
    values: type


topics: dict[str, Topic] = {}


def value(
    default: Any, *, unit: Any = "", source: str = "", label: Any = "", least: Any = None, most: Any = None
) -> Any:
    """A policy value: its founding default, unit, source (regulation, clause) and, where it has one, its range."""
    metadata = {"unit": unit, "source": source, "label": label, "least": least, "most": most}
    if isinstance(default, list | dict):
        return dataclasses.field(default_factory=lambda: type(default)(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def topic(name: str, *, label: Any) -> Callable[[type[T]], type[T]]:
    """Register a dataclass as the values of a topic."""

    def keep(values: type[T]) -> type[T]:
        topics[name] = Topic(name, label, values)
        values.policy_topic = name  # type: ignore[attr-defined]  # the registry's mark on the class
        return values

    return keep


def to_json(values: Any) -> dict[str, Any]:
    """The row's JSON: decimals as text."""

    def plain(each: Any) -> Any:
        if isinstance(each, Decimal):
            return str(each)
        if isinstance(each, Mapping):
            return {key: plain(item) for key, item in each.items()}
        if isinstance(each, list | tuple):
            return [plain(item) for item in each]
        return each

    return {field.name: plain(getattr(values, field.name)) for field in dataclasses.fields(values)}


def from_json(kind: type[T], stored: Mapping[str, Any]) -> T:
    """The typed values of a row; names the class no longer knows are an error, missing ones take their default.

    Raises ValueError naming the value and its range when one is out of bounds or of a wrong type.
    """
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    unknown = set(stored) - set(fields)
    if unknown:
        raise ValueError(f"{kind.__name__} has no value named {', '.join(sorted(unknown))}")
    typed: dict[str, Any] = {}
    for name, raw in stored.items():
        hint = hints[name]
        typed[name] = Decimal(str(raw)) if hint is Decimal else tuple(raw) if _is_tuple(hint) else raw
        _check(kind.__name__, fields[name], typed[name])
    return kind(**typed)


def _is_tuple(hint: Any) -> bool:
    return getattr(hint, "__origin__", hint) is tuple


def _check(owner: str, field: dataclasses.Field[Any], typed: Any) -> None:
    least, most = field.metadata.get("least"), field.metadata.get("most")
    if (least is not None and typed < least) or (most is not None and typed > most):
        raise ValueError(f"{owner}.{field.name} = {typed} lies outside {least} to {most}")


def in_force(kind: type[T], *, scope: str = EVERYWHERE, year: int | None = None, on: date | None = None) -> InForce[T]:
    """The version in force for a scope (else everywhere), a year (else any), on a day (default today).

    The most particular wins (scope, then year), then the latest effective day, then the highest number.
    """
    day = on or clock.today()
    found = (
        PolicyVersion.objects.filter(topic=kind.policy_topic, effective_on__lte=day)  # type: ignore[attr-defined]
        .filter(scope__in=[scope, EVERYWHERE])
        .filter(Q(year=year) | Q(year=None))
    )
    rows = sorted(found, key=lambda row: (row.scope != EVERYWHERE, row.year is not None, row.effective_on, row.number))
    if not rows:
        raise LookupError(f"No policy version of {kind.__name__} is in force on {day}: run publish_policies.")
    return InForce(from_json(kind, rows[-1].values), rows[-1].pk)


def publish(
    values: Any,
    *,
    scope: str = EVERYWHERE,
    year: int | None = None,
    effective_on: date,
    reason: str,
    by: Any = None,
) -> PolicyVersion:
    """Publish a new version of a topic's values. Validates them first (ValueError)."""
    from core.ledger import actor_of

    name = type(values).policy_topic
    stored = to_json(values)
    from_json(type(values), stored)
    with transaction.atomic():
        last = (
            PolicyVersion.objects.filter(topic=name, scope=scope, year=year)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        return PolicyVersion.objects.create(
            topic=name,
            scope=scope,
            year=year,
            effective_on=effective_on,
            number=(last or 0) + 1,
            values=stored,
            reason=reason,
            published_by=actor_of(by)[0],
            published_at=clock.now(),
        )


def publish_defaults() -> int:
    """Write version 1 of every topic that has none; returns how many were written. Can run twice without harm."""
    written = 0
    for each in topics.values():
        if not PolicyVersion.objects.filter(topic=each.name, scope=EVERYWHERE, year=None).exists():
            publish(each.values(), effective_on=FOUNDING_DAY, reason="founding values")
            written += 1
    return written
