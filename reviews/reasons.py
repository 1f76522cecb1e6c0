"""The words of refusals about reviews."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "too-few-scores": Reason(_("%(count)s valid score sheets; at least %(least)s are needed.")),
        "too-few-candidates": Reason(
            _("%(count)s experts are free of conflicts; %(seats)s are to be drawn. Widen the pool.")
        ),
    }
)
