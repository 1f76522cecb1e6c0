"""The words of refusals about reviews."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "criterion-unknown": Reason(_("The sheet has no criterion “%(key)s”.")),
        "points-out-of-range": Reason(_("“%(name)s”: points must lie between 0 and %(most)s.")),
        "criteria-missing": Reason(_("Points are missing for: %(names)s.")),
        "recommendation-missing": Reason(_("Say how familiar you are with the field and what you recommend.")),
        "comment-too-short": Reason(_("The comment has %(length)s characters; at least %(least)s are asked for.")),
        "assignment-not-accepted": Reason(_("Declare and accept the assignment first.")),
        "round-not-scoring": Reason(_("The round is not open for scoring.")),
        "sheet-submitted": Reason(_("The sheet was submitted and cannot be changed any more.")),
        "draw-not-frozen": Reason(_("The draw must be frozen before the scoring opens.")),
        "pair-not-clear": Reason(_("A conflict of interest was found in the meantime; the assignment was voided.")),
        "declaration-missing": Reason(_("Declare that you have no conflict of interest before you accept.")),
        "too-few-scores": Reason(_("%(count)s valid score sheets; at least %(least)s are needed.")),
        "too-few-candidates": Reason(
            _("%(count)s experts are free of conflicts; %(seats)s are to be drawn. Widen the pool.")
        ),
    }
)
