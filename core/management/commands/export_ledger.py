"""Write the ledger as JSON lines for tools/verify_ledger_alone.py."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from core.models import LedgerEntry
from core.threads import entries_of, export_lines


class Command(BaseCommand):
    help = "Exports every entry (or one thread's) with its hash, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--thread", type=UUID, help="Only the life of one proposal.")

    def handle(self, *args: Any, **options: Any) -> None:
        thread = options["thread"]
        entries = entries_of(thread) if thread else LedgerEntry.objects.order_by("kind", "record", "seq")
        count = 0
        with options["out"].open("w", encoding="utf-8") as out:
            for line in export_lines(entries.iterator(chunk_size=5_000)):
                out.write(line)
                count += 1
        self.stdout.write(f"{count} entries written to {options['out']}.")
