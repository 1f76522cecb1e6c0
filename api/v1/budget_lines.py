"""Budget lines of the finance bureau: list those one may see, enter one."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import is_staff
from api.errors import invalid
from api.v1.records import acting_user, given, idempotency_key
from core.ledger import plain
from core.requests import run_once
from projects.pool.forms import AppropriationForm
from projects.pool.queries import visible_appropriations
from projects.pool.services import enter_appropriation


class BudgetLines(APIView):
    @extend_schema(responses=dict)
    def get(self, request: Request) -> Response:
        if not is_staff(request.user):
            raise Http404
        rows = [
            {
                "number": line.number,
                "programme": line.programme.code,
                "year": line.year,
                "amount": plain(line.amount),
                "committed": plain(line.committed),
            }
            for line in visible_appropriations(request.user)[:200]
        ]
        return Response({"next": None, "previous": None, "results": rows})

    @extend_schema(request=dict, responses=dict)
    def post(self, request: Request) -> Response:
        if not is_staff(request.user):
            raise Http404
        form = AppropriationForm(given(request))
        if not form.is_valid():
            return invalid(form)
        number = run_once(
            idempotency_key(request),
            request.user,
            request.data,
            lambda: enter_appropriation(by=acting_user(request), **form.cleaned_data).number,
            name="budget_lines.open",
        )
        return Response({"number": number}, status=201)
