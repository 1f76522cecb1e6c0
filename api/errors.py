"""One shape for every refusal: {"kind", "code", "reason", "fields"}."""

from __future__ import annotations

from typing import Any

from django import forms
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.ledger import plain
from core.reasons import words_of
from core.requests import STALE, Busy
from core.verdict import Refused, Verdict, no

STATUS = {"who": 403, "when": 409, "what": 422}


def refusal(verdict: Verdict) -> Response:
    """The HTTP answer to a refusal; a stale version is 412."""
    status = 412 if verdict.code in STALE else STATUS[verdict.kind]
    return Response(body_of(verdict) | {"facts": plain(verdict.facts)}, status=status)


def body_of(verdict: Verdict) -> dict[str, Any]:
    return {"kind": verdict.kind, "code": verdict.code, "reason": words_of(verdict), "fields": dict(verdict.fields)}


def invalid(form: forms.Form) -> Response:
    """Input of a wrong shape, field by field."""
    fields = {name: " ".join(str(each) for each in errors) for name, errors in form.errors.items()}
    return Response(body_of(Verdict("what", "invalid-input", {}, fields)), status=422)


def answer_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals and Busy become answers; everything else as REST framework has it."""
    if isinstance(exception, Refused):
        return refusal(exception.verdict)
    if isinstance(exception, Busy):
        return Response(body_of(no("when", "busy")), status=503, headers={"Retry-After": "2"})
    if isinstance(exception, ValidationError):
        return Response(body_of(no("what", "invalid-input")) | {"fields": exception.detail}, status=422)
    return exception_handler(exception, context)
