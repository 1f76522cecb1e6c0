"""Bring a workbook of applications into a call; all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.reasons import words_of
from core.verdict import Refused
from projects.applications.importing.services import import_applications
from projects.calls.models import Call


class Command(BaseCommand):
    help = "Imports applications as drafts of their leaders; a single fault, and nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--call", required=True, metavar="CODE", help="number of the call")
        parser.add_argument("--by", metavar="USERNAME", help="who imports (default: the officer of the call)")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.filter(number=options["call"]).select_related("programme", "opened_by").first()
        if call is None:
            raise CommandError(f"There is no call {options['call']}.")
        by = User.objects.filter(username=options["by"]).first() if options["by"] else call.opened_by
        if by is None:
            raise CommandError(f"There is no user {options['by'] or '(the call has no officer; name one by --by)'}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            done = import_applications(call, options["file"], by=by, dry_run=options["dry_run"])
        except Refused as refused:
            raise CommandError(words_of(refused.verdict)) from refused
        for fault in done.faults:
            place = f"{fault.sheet} {fault.column}{fault.row or ''}".strip()
            self.stderr.write(f"{place}: {f'{fault.head}: ' if fault.head else ''}{words_of(fault.verdict)}")
        if done.faults:
            raise CommandError(f"{len(done.faults)} faults; nothing was imported.")
        what = "could be imported" if options["dry_run"] else "imported as drafts"
        self.stdout.write(
            f"{len(done.applications)} applications {what}; {done.lacking} things are still to be filled in."
        )
