"""Run every invariant query."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.contributions import Invariant, collect


class Command(BaseCommand):
    help = "Exit 0, or 1 and a line for each breach."

    def handle(self, *args: Any, **options: Any) -> None:
        invariants: list[Invariant] = collect("invariants", "INVARIANTS")
        breaches = [f"{each.code}: {each.says}: {row}" for each in invariants for row in each.rows()]
        for line in breaches:
            self.stderr.write(line)
        if breaches:
            raise CommandError(f"{len(breaches)} breaches of {len(invariants)} invariants.")
        self.stdout.write(f"All {len(invariants)} invariants hold.")
