"""Mark this installation as a demo (its clock may be moved); run by the owner role, refused in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Lets the clock of a demo or test installation be moved."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is not 1: a production installation keeps its clock.")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_installation SET demo = true")
