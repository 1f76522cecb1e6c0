"""The words of a refusal: registered by each room under the refusal's code, with the regulation behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.verdict import Verdict


@dataclass(frozen=True)
class Reason:
    """Words with named blanks (``%(limit)s``) that say what happened and what to do; ``rule`` cites the regulation."""

    words: Any
    rule: Any = ""


_reasons: dict[str, Reason] = {}


def register(reasons: Mapping[str, Reason | Any]) -> None:
    """Add a room's words. A code stands for one refusal only: a second, different one is an error."""
    for code, reason in reasons.items():
        if code in _reasons:
            raise ValueError(f"The refusal {code!r} is registered twice")
        _reasons[code] = reason if isinstance(reason, Reason) else Reason(reason)


def codes() -> set[str]:
    return set(_reasons)


def words_of(verdict: Verdict) -> str:
    """The sentence for a refusal, its blanks filled. A code without words is shown with its facts (tests forbid it)."""
    reason = _reasons.get(verdict.code)
    if reason is None:
        return f"{verdict.code} {dict(verdict.facts)}" if verdict.code else ""
    text = str(reason.words) % {key: _shown(value) for key, value in verdict.facts.items()}
    return f"{text} {reason.rule}" if reason.rule else text


def _shown(value: Any) -> str:
    from django.utils import formats, timezone

    if hasattr(value, "hour") and getattr(value, "tzinfo", None) is not None:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(formats.localize(value, use_l10n=False)) if not isinstance(value, str) else value


register(
    {
        "wrong-state": Reason(
            _("“%(step)s” is not possible while the state is “%(state)s”. Reload the page to see what is next.")
        ),
        "not-yours": Reason(_("This is not yours to do.")),
        "key-reused": Reason(
            _("This form was already sent with other content. Reload the page, check what was saved and send again.")
        ),
        "busy": Reason(_("The system is busy. Nothing was lost: please send again in a moment.")),
        "same-person": Reason(_("This needs two people: whoever took the first step may not take the second.")),
        "invalid-input": Reason(_("Some fields need your attention. What you typed is kept.")),
        "stale-version": Reason(
            _("Somebody saved a newer version at %(saved_at)s. Both texts are shown below; choose or merge.")
        ),
        "stale-record": Reason(_("The record has changed since you read it. Read it again, then decide.")),
        "table-type": Reason(_("This is not a table that can be read (%(found)s). Save it as .xlsx or .csv.")),
        "table-encoding": Reason(_("The text of the file is neither UTF-8 nor GB 18030. Save it as .csv in UTF-8.")),
        "table-broken": Reason(
            _("The file is damaged (%(said)s). Open it in the spreadsheet program and save it anew.")
        ),
        "table-empty": Reason(_("“%(sheet)s” is empty: the first row must hold the heads of the columns.")),
        "table-too-wide": Reason(_("The table has more than %(most)s columns.")),
        "head-empty": Reason(_("“%(sheet)s”: column %(column)s has no head. Name it or delete the column.")),
        "head-twice": Reason(_("“%(sheet)s”: the head “%(head)s” stands twice, again in column %(column)s.")),
        "head-missing": Reason(_("“%(sheet)s” has no column “%(head)s”. Add it; the template shows its place.")),
        "head-unknown": Reason(_("“%(sheet)s”: column %(column)s “%(head)s” is not known. Delete it or rename it.")),
        "sheet-missing": Reason(_("The workbook has no sheet “%(sheet)s”. Use the template.")),
        "sheet-hidden": Reason(_("The sheet “%(sheet)s” is hidden. Show it, check it and send the workbook again.")),
        "sheet-too-long": Reason(_("“%(sheet)s” has more than %(most)s rows. Split the workbook.")),
        "cell-formula": Reason(
            _("“%(sheet)s”, cell %(place)s holds a formula. Paste its value instead: a formula may show an old one.")
        ),
    }
)
