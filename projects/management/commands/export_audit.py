"""Write the audit workbook of a call or a year."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.calls.models import Call
from projects.sheets.scope import AuditScope
from projects.sheets.workbook import write_audit


class Command(BaseCommand):
    help = "Writes the audit workbook; its first sheet states counts, control totals and hashes."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--call", metavar="CODE", help="number of the call")
        which.add_argument("--year", type=int, metavar="Y")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.filter(number=options["call"]).first() if options["call"] else None
        if options["call"] and call is None:
            raise CommandError(f"There is no call {options['call']}.")
        if not options["out"].parent.is_dir():
            raise CommandError(f"There is no folder {options['out'].parent}.")
        written = write_audit(options["out"], AuditScope(call=call, year=options["year"]), by=None)
        for name, count in written.rows.items():
            sums = ", ".join(f"{head} {total:,.2f}" for head, total in written.totals[name].items())
            self.stdout.write(f"{name}: {count} rows{'; ' + sums if sums else ''}")
        self.stdout.write(f"SHA-256 over all sheets: {written.sha256}")
