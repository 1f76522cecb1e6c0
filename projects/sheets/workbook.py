"""The audit workbook: every room's sheets for one scope, with who asked and when; the read is logged."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.permissions import has_role
from accounts.roles import Role
from core import clock
from core.access import note_read
from core.contributions import Sheet, collect
from core.verdict import Verdict
from core.workbooks import Written, write_workbook
from projects.sheets.scope import AuditScope


def may_export_audit(user: Any) -> Verdict:
    return has_role(user, Role.AUDITOR)


def audit_sheets() -> list[Sheet]:
    return sorted(collect("sheets", "SHEETS"), key=lambda sheet: sheet.number)


def write_audit(target: Path | IO[bytes], scope: AuditScope, *, by: Any) -> Written:
    """Stream the workbook. ``by`` None is the system (a command on the server). Amounts in yuan."""
    note_read(by, "audit-workbook", scope.read())
    about = [
        (_("Scope"), scope.label()),
        (_("Made at"), localtime(clock.now()).isoformat(timespec="seconds")),
        (_("Made for"), by.display_name() if by is not None else _("the system (command)")),
        (_("Calls"), "、".join(scope.calls().values_list("number", flat=True)) or "-"),
        (
            _("How the hash is made"),
            _("SHA-256 of each row as JSON, one a line; then of the sheets' hashes, one a line"),
        ),
    ]
    return write_workbook(target, title=_("Audit workbook"), about=about, sheets=audit_sheets(), scope=scope)
