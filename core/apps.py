"""core: small tools that know no word of the field."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def grant_rights(using: str, **_kwargs: Any) -> None:
    """After every migration the application's role gets its rights, and no more."""
    from django.db import connections

    from core.roles import grant_application_role

    grant_application_role(connections[using])


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        post_migrate.connect(grant_rights, sender=self)
