"""Verbs of a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.numbering import next_number
from core.transitions import open_record, take_step
from core.verdict import require
from projects.calls.form_definition import STANDARD_FORM
from projects.calls.models import Call, Direction, FormDefinition, Programme
from projects.calls.permissions import manages_programme, may_close_call, may_publish_call, may_withdraw_call


def open_call(
    *,
    by: User,
    programme: Programme,
    title: str,
    year: int,
    opens_at: datetime,
    closes_at: datetime,
    institution_closes_at: datetime,
    grant_ceiling: Decimal,
    number_to_fund: int,
    budget_total: Decimal,
    recommender_closes_at: datetime | None = None,
    self_raised_ratio: Decimal = Decimal(0),
    may_lead: Sequence[str] = (),
    directions: Sequence[str] = (),
    **texts: Any,
) -> Call:
    """Prepare a call as a draft, with its directions and the standard form as version 1. Amounts in yuan."""
    require(manages_programme(by, programme))
    with transaction.atomic():
        number = next_number(f"call:{programme.code}:{year}")
        call = open_record(
            Call(
                number=f"{programme.code}-{year}-{number:02d}",
                programme=programme,
                year=year,
                title=title,
                opens_at=opens_at,
                closes_at=closes_at,
                institution_closes_at=institution_closes_at,
                recommender_closes_at=recommender_closes_at,
                grant_ceiling=grant_ceiling,
                self_raised_ratio=self_raised_ratio,
                number_to_fund=number_to_fund,
                budget_total=budget_total,
                may_lead=list(may_lead),
                opened_by=by,
                **texts,
            ),
            by=by,
        )
        for position, name in enumerate(directions, 1):
            Direction.objects.create(call=call, code=f"{position:02d}", title=name, number_to_fund=number_to_fund)
        FormDefinition.objects.create(call=call, version=1, sections=STANDARD_FORM, published_at=clock.now())
    return call


def publish_call(call: Call, *, by: User) -> Call:
    """Publish the call: from its opening instant on, one may apply."""
    return take_step(call, "publish", by=by, may=may_publish_call)


def close_call(call: Call, *, by: User) -> Call:
    return take_step(call, "close", by=by, may=may_close_call)


def withdraw_call(call: Call, *, by: User, reason: str) -> Call:
    return take_step(call, "withdraw", by=by, may=may_withdraw_call, reason=reason)
