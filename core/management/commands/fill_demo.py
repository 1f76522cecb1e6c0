"""Fill the demo world once, by walking the real services under a moved clock."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.contributions import modules
from core.models import LedgerEntry

# Each room's demo.py may hold a function of each name; a phase runs through the rooms from the ground up.
PHASES = ("fill", "apply", "review", "decide", "carry_out", "conclude")


class Command(BaseCommand):
    help = "Fills an empty demo installation from every room's demo.py; does nothing where there is something already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is not 1: a production installation is not filled with invented people.")
        if LedgerEntry.objects.exists():
            self.stdout.write("The demo world is there already; make demo RESET=1 begins anew.")
            return
        began = time.monotonic()
        world: dict[str, Any] = {}
        for phase in PHASES:
            for module in modules("demo"):
                act = getattr(module, phase, None)
                if act is not None:
                    act(world)
                    self.stdout.write(f"{module.__name__}.{phase}: {time.monotonic() - began:.0f} s")
