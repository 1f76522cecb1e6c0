"""Write the ledger as JSON lines for tools/verify_ledger_alone.py."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from core.ledger import content_of
from core.models import LedgerEntry


class Command(BaseCommand):
    help = "Exports every entry (or one thread's) with its hash, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--thread", type=UUID, help="Only the life of one proposal.")

    def handle(self, *args: Any, **options: Any) -> None:
        entries = LedgerEntry.objects.order_by("kind", "record", "seq")
        if options["thread"]:
            entries = entries.filter(thread=options["thread"])
        count = 0
        with options["out"].open("w", encoding="utf-8") as out:
            for entry in entries.iterator(chunk_size=5_000):
                out.write(json.dumps({**content_of(entry), "hash": entry.hash}, ensure_ascii=False) + "\n")
                count += 1
        self.stdout.write(f"{count} entries written to {options['out']}.")
