"""What the public may read, without sign-in."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import clock
from core.ledger import plain
from projects.calls.queries import public_calls
from projects.decisions.queries import public_notices
from projects.disclosure.queries import funded_items, public_projects, public_values

MOST = 200


class Disclosure(APIView):
    """Calls, notices as they were published, and funded projects."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses=dict)
    def get(self, request: Request) -> Response:
        at = clock.now()
        return Response(
            {
                "calls": [
                    plain(
                        {
                            "id": c.uuid,
                            "number": c.number,
                            "title": c.title,
                            "opens_at": c.opens_at,
                            "closes_at": c.closes_at,
                        }
                    )
                    for c in public_calls(at)[:MOST]
                ],
                "notices": [
                    plain(
                        {
                            "id": n.uuid,
                            "title": n.title,
                            "published_at": n.published_at,
                            "closes_on": n.closes_on,
                            "items": n.items,
                            "sha256": n.sha256,
                        }
                    )
                    for n in public_notices(at)[:MOST]
                ],
                "funded": [
                    plain(
                        {
                            "id": i.project.uuid if hasattr(i, "project") else None,
                            "title": i.application.title,
                            "institution": i.application.institution.name,
                            "leader": i.application.principal_investigator.name,
                            "amount": i.approved_amount,
                            "issued_at": i.issued_at,
                        }
                    )
                    for i in funded_items(at)[:MOST]
                ],
                "projects": [{"id": str(p.uuid), **public_values(p)} for p in public_projects(at)[:MOST]],
            }
        )
