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
    }
)
