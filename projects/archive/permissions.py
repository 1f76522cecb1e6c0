"""Who may file, check, reopen and seal, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_role
from accounts.roles import Role
from core.verdict import YES, Verdict, first_no, no
from projects.archive.models import ArchiveFile
from projects.archive.queries import parts
from projects.archive.reasons import FINDINGS
from projects.archive.rules import Finding, project_has_ended
from projects.archive.states import ArchiveState


def keeps_archives(user: Any, archive: ArchiveFile, at: datetime) -> Verdict:
    return has_role(user, Role.ARCHIVIST)


def may_bring_up_to_date(user: Any, archive: ArchiveFile, at: datetime) -> Verdict:
    return first_no(
        keeps_archives(user, archive, at),
        YES if archive.state == ArchiveState.OPEN else no("when", "archive-not-open"),
    )


def may_check_archive(user: Any, archive: ArchiveFile, at: datetime) -> Verdict:
    """When the project has ended. What the check finds is asked under the lock, by the service: it reads every byte."""
    project = archive.project
    return first_no(keeps_archives(user, archive, at), project_has_ended(project.state, project.state_label()))


def may_seal_archive(user: Any, archive: ArchiveFile, at: datetime) -> Verdict:
    return may_check_archive(user, archive, at)


def words_of_failures(findings: Sequence[Finding]) -> list[str]:
    titles = subjects()
    return [words_of_row(each.subject, each.said(), titles) for each in findings if not each.passed]


def subjects() -> dict[str, str]:
    """What a row of the check is about, in words: a part of the list, the ledger, the scan; files stay as they are."""
    titles = {part.code: str(part.title) for part in parts()}
    return titles | {"ledger": str(_("Ledger")), "virus": str(_("Virus scan"))}


def words_of_row(subject: str, said: str, titles: dict[str, str]) -> str:
    """``20-check: part-missing`` in words."""
    code, _colon, detail = said.partition(": ")
    words = str(FINDINGS.get(code, code))
    named = titles.get(subject, subject)
    return f"{named}: {words} ({detail})" if detail else f"{named}: {words}"
