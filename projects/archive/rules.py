"""Pure rules of the archive: numbers without gaps, names, the numbers of file and items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.verdict import YES, Verdict, no

AUTHENTICITY, COMPLETENESS, USABILITY, SECURITY = "authenticity", "completeness", "usability", "security"
ENDED = ("passed", "concluded", "failed", "terminated")


@dataclass(frozen=True)
class Finding:
    """One result of the four-property check; ``code`` is empty when all is well."""

    property: str
    subject: str
    code: str = ""
    detail: str = ""
    passed: bool = True

    def said(self) -> str:
        """How the row keeps it: the code, and after a colon the detail."""
        return f"{self.code}: {self.detail}"[:300] if self.detail else self.code


def failed(property_: str, subject: str, code: str, detail: str = "") -> Finding:
    return Finding(property_, subject, code, detail, passed=False)


def archive_number(fonds: str, project_number: str) -> str:
    """Fonds, class (KY: scientific research), project (DA/T 13)."""
    return f"{fonds}-KY-{project_number}"


def item_number(archive: str, retention: str, position: int) -> str:
    """The number of one item: file, retention, place in the file from 1."""
    return f"{archive}-{retention}-{position:03d}"


def missing_numbers(code: str, names: Iterable[str]) -> list[int]:
    """Numbers that a series ``<code>-01.pdf, <code>-02.pdf …`` lacks up to its last; other names do not count."""
    pattern = re.compile(re.escape(code) + r"-(\d+)\b")
    found = {int(match.group(1)) for name in names if (match := pattern.match(name))}
    return sorted(set(range(1, max(found, default=0) + 1)) - found)


def project_has_ended(state: str, label: str) -> Verdict:
    return YES if state in ENDED else no("when", "project-not-ended", state=label)


def nothing_failed(failures: Sequence[str]) -> Verdict:
    """``failures``: one text for each row that did not pass."""
    if not failures:
        return YES
    return no("what", "archive-check-failed", count=len(failures), words="；".join(failures))


def nothing_missing(parts: Sequence[str]) -> Verdict:
    """``parts``: the titles of what is due and absent."""
    return no("what", "archive-incomplete", parts="、".join(parts)) if parts else YES
