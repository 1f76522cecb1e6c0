"""Seal the chains that moved into a signed checkpoint, and write it outside the database."""

from typing import Any

from django.core.management.base import BaseCommand

from core import checkpoints


class Command(BaseCommand):
    help = "Seals the ledger now (the worker does it every minute)."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = checkpoints.seal()
        written = checkpoints.publish_checkpoints()
        said = (
            f"Checkpoint {sealed.number}, root {sealed.root}." if sealed else "Nothing moved since the last checkpoint."
        )
        self.stdout.write(f"{said} Written outside: {written}. Public key {checkpoints.public_key()}.")
