"""One way in for page and API: the outermost transaction, the idempotency row, the retry and the log of denials."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors

from core import clock
from core.ledger import actor_of, plain
from core.models import Denial, HandledRequest
from core.verdict import Refused, no, require

RETRIES = 3
RETRIED = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


# Refusals that mean "somebody wrote meanwhile": HTTP 412.
STALE = frozenset({"stale-version", "stale-rows", "stale-record"})


class Busy(Exception):
    """The database could not finish the work after the retries; nothing was written. HTTP 503 with Retry-After."""


def run_once(
    key: str,
    actor: Any,
    body: Any,
    action: Callable[[], Any],
    *,
    name: str = "",
    record: str = "",
) -> Any:
    """Run ``action`` once for ``(actor, key)`` and return its answer (anything ``core.ledger.plain`` can say).

    The same key with the same ``name``, ``record`` and body gives the stored answer without doing the work again; for
    anything else it is refused (*what*, ``key-reused``). An empty key runs without memory. Serialization failures, deadlocks and lock
    timeouts are tried again with jitter, then raise Busy. A refusal is logged in a transaction of its own.
    """
    asked = plain({"name": name, "record": record, "body": body})
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    who = actor_of(actor)[0]
    for attempt in range(RETRIES + 1):
        try:
            with transaction.atomic():
                return _answer(key, who, digest, action)
        except Refused as refused:
            note_denial(who, name, record, refused)
            raise
        except OperationalError as error:
            if not isinstance(error.__cause__, RETRIED):
                raise
            if attempt == RETRIES:
                raise Busy from error
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311  # jitter, not a secret
        except IntegrityError as error:
            if "request_once" not in str(error) or attempt == RETRIES:
                raise
    raise Busy


def _answer(key: str, who: str, digest: str, action: Callable[[], Any]) -> Any:
    if not key:
        return plain(action())
    row, is_new = HandledRequest.objects.get_or_create(
        actor=who, key=key[:120], defaults={"body_hash": digest, "at": clock.now()}
    )
    if not is_new:
        require(no("what", "key-reused")) if row.body_hash != digest else None
        return row.answer
    answer = plain(action())
    HandledRequest.objects.filter(pk=row.pk).update(answer=answer)
    return answer


def note_denial(who: str, name: str, record: str, refused: Refused) -> None:
    """Write the denial in a transaction of its own."""
    facts: Mapping[str, Any] = refused.verdict.facts
    with transaction.atomic():
        Denial.objects.create(
            at=clock.now(),
            actor=who,
            action=name,
            record=record,
            kind=refused.verdict.kind,
            code=refused.verdict.code,
            facts=plain({**facts, **({"fields": refused.verdict.fields} if refused.verdict.fields else {})}),
        )
