"""From a service to an HTTP answer: one place that runs, and turns a refusal into a page that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest

from accounts.models import User
from core.reasons import words_of
from core.requests import Busy, run_once
from core.verdict import YES, Refused, Verdict, no

STATUS = {"who": 403, "when": 409, "what": 422}


@dataclass(frozen=True)
class Outcome:
    """The answer of a run, or the refusal in its way."""

    answer: Any = None
    refusal: Verdict | None = None

    @property
    def status(self) -> int:
        if self.refusal is None:
            return 200
        return 503 if self.refusal.code == "busy" else STATUS[self.refusal.kind]

    @property
    def words(self) -> str:
        return "" if self.refusal is None else words_of(self.refusal)


def run(
    request: HttpRequest,
    action: Callable[[], Any],
    *,
    name: str,
    record: str = "",
    body: Any = None,
    key: str | None = None,
) -> Outcome:
    """Run a service once for the request's key (or the one given; empty: every time); a refusal comes back as a value."""
    key = request.POST.get("request_key", "") if key is None else key
    actor = request.user if request.user.is_authenticated else None
    try:
        return Outcome(run_once(key, actor, body or {}, action, name=name, record=record))
    except Refused as refused:
        return Outcome(refusal=refused.verdict)
    except Busy:
        return Outcome(refusal=no("when", "busy"))


def run_form(
    request: HttpRequest,
    form: forms.Form | None,
    action: Callable[[], Any],
    *,
    name: str,
    record: str = "",
    body: Any = None,
    verdict: Verdict = YES,
) -> Outcome:
    """``run`` for what a form brought (None: the deed asks for nothing); input of the wrong shape is a refusal too.

    ``verdict``: who may not act at all hears that, and no word of the form.
    """
    if form is not None and not form.is_valid():
        return Outcome(refusal=verdict if verdict.kind == "who" else no("what", "invalid-input"))
    return run(request, action, name=name, record=record, body=plain_body(form) if body is None else body)


def acting_user(request: HttpRequest) -> User:
    """The signed-in user; pages that call this require sign-in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def new_key() -> str:
    """A fresh key for a form, so that a double click does the work once."""
    return uuid4().hex


def plain_body(form: forms.Form | None) -> dict[str, Any]:
    """What was typed, for the comparison of repeated requests."""
    return {} if form is None else {name: str(form.data.get(name, "")) for name in form.fields}
