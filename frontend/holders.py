"""The words for whose turn it is: the labels that the lifecycles' tables put beside each step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

HOLDERS: dict[str, Any] = {
    "draw operator": Role.DRAW_OPERATOR.label,
    "institution finance": _("Finance officer of the institution"),
    "subject": _("Whom it concerns"),
    "system": _("The system, by itself"),
}


def holder_label(by: str) -> Any:
    """``officer`` -> 业务处室经办人. A label that is no role and has no words here is an error of the tables."""
    return HOLDERS[by] if by in HOLDERS else Role(by).label
