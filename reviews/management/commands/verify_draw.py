"""Replay a draw from its published transcript; needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.drawing.rules import replay


class Command(BaseCommand):
    help = "Exit 0 when the draw replays, or 1 and where it differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("transcript", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = replay(json.loads(options["transcript"].read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise CommandError(f"The transcript cannot be read: {error!r}") from error
        if problems:
            raise CommandError("; ".join(problems))
        self.stdout.write("The draw replays: the same seed and pool give the same experts.")
