"""The words of refusals about reviews."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "draw-not-frozen": Reason(_("The draw must be frozen before the scoring opens.")),
        "pair-not-clear": Reason(_("A conflict of interest was found in the meantime; the assignment was voided.")),
        "declaration-missing": Reason(_("Declare that you have no conflict of interest before you accept.")),
        "too-few-scores": Reason(_("%(count)s valid score sheets; at least %(least)s are needed.")),
        "too-few-candidates": Reason(
            _("%(count)s experts are free of conflicts; %(seats)s are to be drawn. Widen the pool.")
        ),
    }
)
