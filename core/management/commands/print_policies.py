"""Print docs/policy.md from the policy dataclasses; --check compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.policy_docs import document


class Command(BaseCommand):
    help = "Writes docs/policy.md, or with --check exits 1 when it is not what the dataclasses say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "policy.md"
        text = document()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError("docs/policy.md is not what the dataclasses say: run manage.py print_policies.")
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
