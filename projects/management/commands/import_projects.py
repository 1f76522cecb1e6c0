"""Bring a list of running or closed projects in, by a mapping file; every row is accounted for."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.reasons import words_of
from core.verdict import Refused
from core.workbooks import open_table
from projects.calls.models import Programme
from projects.contracts.importing.mapping import read_mapping
from projects.contracts.importing.plan import OUTCOMES
from projects.contracts.importing.report import write_report
from projects.contracts.importing.services import Imported, Progress, import_list


class Command(BaseCommand):
    help = "Imports a list of projects. Running it twice changes nothing; a run that was cut off can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=".csv or .xlsx")
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--mapping", required=True, type=Path, metavar="FILE.toml")
        parser.add_argument(
            "--report", type=Path, metavar="FILE.xlsx", help="default: FILE-report.xlsx, in this folder"
        )
        parser.add_argument("--by", metavar="USERNAME", help="who stands in the ledger (default: the system)")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write the report only")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in (options["file"], options["mapping"]):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True).order_by("code")) or "none yet"
            raise CommandError(f"There is no programme {options['programme']}. There are: {codes}.")
        by = User.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is no user {options['by']}.")
        try:
            self._import(options, programme, by)
        except Refused as refused:
            raise CommandError(words_of(refused.verdict)) from refused

    def _import(self, options: dict[str, Any], programme: Programme, by: User | None) -> None:
        path: Path = options["file"]
        report: Path = options["report"] or Path(f"{path.stem}-report.xlsx")
        heads, rows = open_table(path)
        mapping = read_mapping(options["mapping"], heads)
        digest = hashlib.file_digest(path.open("rb"), "sha256").hexdigest()
        done = import_list(
            rows, mapping, programme, by=by, source=f"sha256:{digest}", dry_run=options["dry_run"], tell=self._tell
        )
        about = [
            (_("Imported list"), path.name),
            (_("SHA-256 of the list"), digest),
            (_("Mapping"), options["mapping"].name),
            (_("Programme"), f"{programme.code} {programme.name}"),
            (_("Made at"), clock.now().isoformat(timespec="seconds")),
            (_("Trial run, nothing written"), _("yes") if options["dry_run"] else _("no")),
        ]
        write_report(report, done, rows, mapping, about)
        self._say(done, report)

    def _tell(self, progress: Progress) -> None:
        self.stderr.write(
            f"{progress.done} of {progress.total} rows, {progress.per_second:.0f} rows/s, {progress.remaining:.0f} s left"
        )

    def _say(self, done: Imported, report: Path) -> None:
        counts, total = done.plan.counts(), len(done.plan.fates)
        for outcome in OUTCOMES:
            self.stdout.write(f"{outcome}: {counts[outcome]}")
            for (each, code), count in sorted(done.plan.reasons().items(), key=lambda item: -item[1]):
                if each == outcome and code:
                    self.stdout.write(f"    {code}: {count}")
        opened = sum(is_new for is_new, _count in done.institutions.values())
        self.stdout.write(f"institutions opened: {opened}, matched: {len(done.institutions) - opened}")
        self.stdout.write(f"people opened: {done.people_opened}")
        self.stdout.write(f"rows: {total} = {' + '.join(str(counts[each]) for each in OUTCOMES)}")
        self.stdout.write(f"{done.seconds:.1f} s, {total / max(done.seconds, 0.001):.0f} rows/s; report: {report}")
