"""Fill the demo world once, by walking the real services under a moved clock; two processes share the programmes."""

import os
import time
import traceback
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.contributions import modules
from core.models import LedgerEntry

# Each room's demo.py may hold a function of each name; a phase runs through the rooms from the ground up.
FOUNDING = ("fill",)
PHASES = ("apply", "review", "decide", "sign", "pay", "report", "pay_further", "accept", "evaluate", "seal")
SHARES = 2


class Command(BaseCommand):
    help = "Fills an empty demo installation from every room's demo.py; does nothing where there is something already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is not 1: a production installation is not filled with invented people.")
        if LedgerEntry.objects.exists():
            self.stdout.write("The demo world is there already; make demo RESET=1 begins anew.")
            return
        self.began = time.monotonic()
        world: dict[str, Any] = {}
        self.run(FOUNDING, world)
        codes = list(world["programmes"])
        shares = [codes[place::SHARES] for place in range(SHARES)] if hasattr(os, "fork") else [codes]
        if len(shares) == 1:
            self.fill_share(codes, world)
            return
        connection.close()
        getattr(connection, "close_pool", lambda: None)()  # neither a connection nor a pool's threads survive a fork
        children = [self.fork_share(share, world) for share in shares]
        failed = [child for child in children if os.waitpid(child, 0)[1]]
        if failed:
            raise CommandError("The demo world is not whole: see above, mend it, then make demo RESET=1.")

    def fork_share(self, codes: list[str], world: dict[str, Any]) -> int:
        child = os.fork()
        if child:
            return child
        try:
            self.fill_share(codes, world)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    def fill_share(self, codes: list[str], world: dict[str, Any]) -> None:
        """Year after year as it happened: ``world["living"]`` are the calls of this pass and of these programmes.

        The fill alone may lose its last second in a crash.
        """
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        for calls in world["passes"]:
            world["living"] = [each for each in calls if each.code in codes]
            self.run(PHASES, world)

    def run(self, phases: tuple[str, ...], world: dict[str, Any]) -> None:
        for phase in phases:
            for module in modules("demo"):
                act = getattr(module, phase, None)
                if act is not None:
                    act(world)
                    living = " ".join(str(each) for each in world.get("living", []))
                    self.stdout.write(f"{time.monotonic() - self.began:5.0f} s  {module.__name__}.{phase} {living}")
