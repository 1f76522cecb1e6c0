"""Walk every record's chain and compare with the sealed checkpoints."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import checkpoints


class Command(BaseCommand):
    help = "Verifies the ledger; exit 0 with the latest sealed root, or 1 and the first entry that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints", type=Path, help="Folder of the sealed checkpoints (default CHECKPOINT_URL)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["checkpoints"]
        if folder is not None and not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.", returncode=2)
        if folder is None and checkpoints.checkpoint_folder().is_dir():
            folder = checkpoints.checkpoint_folder()
        found = checkpoints.verify(folder)
        if not found:
            raise CommandError(found.breaches[0])
        self.stdout.write(
            f"The ledger holds: {found.entries} entries in {found.chains} chains. "
            f"Latest sealed root {found.root or '(none yet)'} (checkpoint {found.number}); not yet sealed: {found.unsealed}."
        )
