"""Write the workbook in which applications to a call are collected."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.applications.importing.template import write_template
from projects.calls.models import Call


class Command(BaseCommand):
    help = "Writes the empty workbook for import_applications."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--call", required=True, metavar="CODE", help="number of the call")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.filter(number=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call {options['call']}.")
        write_template(options["out"], call)
        self.stdout.write(f"{options['out']}")
