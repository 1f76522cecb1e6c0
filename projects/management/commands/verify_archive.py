"""Verify sealed packages on files alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.archive.package import verify_package


class Command(BaseCommand):
    help = "Verifies sealed archive packages without a database; exit 0, or 1 and every fault found."
    requires_system_checks: list[str] = []  # Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packages", nargs="+", type=Path, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for path in options["packages"]:
            problems = verify_package(path)
            broken += bool(problems)
            for problem in problems:
                self.stderr.write(f"{path.name}: {problem}")
            if not problems:
                self.stdout.write(f"{path.name}: holds")
        if broken:
            raise CommandError(f"{broken} of {len(options['packages'])} packages do not hold.")
