"""What is read but has no life of its own: programmes, institutions, policies, ties, achievements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Institution
from accounts.queries import visible_institutions, visible_policies
from api.v1.records import page_of
from core.ledger import plain
from core.models import PolicyVersion
from experts.ties.models import Tie
from experts.ties.queries import visible_ties
from projects.acceptance.models import Achievement
from projects.calls.models import Programme
from projects.contracts.queries import visible_projects


@dataclass(frozen=True)
class Catalogue:
    """Its rows for a user, what one row says, the column that names it, and what the list may be filtered by."""

    rows: Callable[[Any], QuerySet[Any]]
    says: Callable[[Any], dict[str, Any]]
    key: str = "uuid"
    filters: tuple[tuple[str, str], ...] = ()  # (name in the address, lookup)


def of_programme(each: Programme) -> dict[str, Any]:
    return {
        "id": each.code,
        "name": each.name,
        "name_en": each.name_en,
        "class": each.klass,
        "department": each.department.name,
        "pool_gate": each.pool_gate,
        "recommends": each.recommends,
    }


def of_institution(each: Institution) -> dict[str, Any]:
    names = ("name", "former_names", "credit_code", "kind", "district", "province", "is_verified", "origin")
    parent = each.parent.uuid if each.parent else None
    return {"id": each.uuid, "parent": parent} | {name: getattr(each, name) for name in names}


def of_policy(each: PolicyVersion) -> dict[str, Any]:
    names = ("topic", "scope", "year", "number", "effective_on", "values", "reason", "published_at")
    return {"id": each.pk} | {name: getattr(each, name) for name in names}


def of_tie(each: Tie) -> dict[str, Any]:
    names = ("kind", "since", "until", "source", "evidence", "noted_at")
    return {
        "id": each.uuid,
        "person": each.person.name,
        "other": each.other.name if each.other else None,
        "institution": each.institution.name if each.institution else None,
    } | {name: getattr(each, name) for name in names}


def of_achievement(each: Achievement) -> dict[str, Any]:
    names = ("kind", "title", "reference", "made_on")
    return {"id": each.uuid, "project": each.project.uuid} | {name: getattr(each, name) for name in names}


CATALOGUES = {
    "programmes": Catalogue(
        lambda user: Programme.objects.select_related("department"), of_programme, "code", (("class", "klass"),)
    ),
    "institutions": Catalogue(
        lambda user: visible_institutions(user).select_related("parent"),
        of_institution,
        filters=(("q", "name__icontains"), ("district", "district"), ("kind", "kind")),
    ),
    "policies": Catalogue(visible_policies, of_policy, "pk", (("topic", "topic"), ("scope", "scope"))),
    "ties": Catalogue(
        lambda user: visible_ties(user).select_related("person", "other", "institution"),
        of_tie,
        filters=(("kind", "kind"),),
    ),
    "achievements": Catalogue(
        lambda user: Achievement.objects.filter(project__in=visible_projects(user)).select_related("project"),
        of_achievement,
        filters=(("project", "project__uuid"), ("kind", "kind")),
    ),
}


class Entries(APIView):
    """A list, keyset-paged, newest first."""

    @extend_schema(operation_id="catalogue_entries", responses=dict)
    def get(self, request: Request, catalogue: str) -> Response:
        wanted = CATALOGUES[catalogue]
        rows = wanted.rows(request.user)
        try:
            for name, lookup in wanted.filters:
                if value := request.query_params.get(name, "")[:200]:
                    rows = rows.filter(**{lookup: value})
        except ValidationError:
            rows = rows.none()
        return Response(page_of(request, rows, lambda each: plain(wanted.says(each))))


class Entry(APIView):
    """One of them."""

    @extend_schema(
        operation_id="catalogue_entry", parameters=[OpenApiParameter("key", str, OpenApiParameter.PATH)], responses=dict
    )
    def get(self, request: Request, catalogue: str, key: str) -> Response:
        wanted = CATALOGUES[catalogue]
        try:
            found = wanted.rows(request.user).filter(**{wanted.key: key[:64]}).first()
        except (ValidationError, ValueError):
            found = None
        if found is None:
            raise Http404
        return Response(plain(wanted.says(found)))
