#!/usr/bin/env python
"""Django's command line; starts the embedded PostgreSQL where DATABASE_URL names no other."""

import os
import sys

# Commands that change tables run as the owner role; everything else as the application's role.
OWNER_COMMANDS = {"migrate", "makemigrations", "pgtrigger", "sqlmigrate", "flush", "mark_demo", "dbshell"}
# Commands that need no database at all.
FILE_COMMANDS = {"solve_assignment", "calibrate_scores", "verify_draw", "verify_archive", "help", "--help", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import environment, postgres

    environment.load_keys_file()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ["KEHENG_DATABASE_ROLE"] = "owner"
    if command in FILE_COMMANDS:
        os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    else:
        postgres.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
