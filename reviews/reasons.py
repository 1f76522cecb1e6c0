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
        "nothing-answered": Reason(_("Answer at least one item.")),
        "sheet-void": Reason(_("The sheet was annulled together with its assignment.")),
        "scores-are-locked": Reason(_("The scores of this round are locked.")),
        "round-still-scoring": Reason(
            _(
                "%(missing)s score sheets are still to come; the round can be locked after %(closes)s or when all are in."
            )
        ),
        "round-without-items": Reason(_("Choose at least one item.")),
        "chair-takes-part": Reason(_("The chair takes part in “%(title)s”. Choose another chair or leave it out.")),
        "finding-decided": Reason(_("This finding was decided already, or needs no decision.")),
        "finding-of-another-round": Reason(_("This finding does not belong to the round.")),
        "finished-with-sheet": Reason(_("It is finished when you submit the score sheet.")),
        "panel-not-now": Reason(_("Votes and the final order are recorded between the ranking and the hand-down.")),
        "votes-half-given": Reason(_("%(item)s: give the votes for and against, or neither.")),
        "votes-not-odd": Reason(
            _("%(item)s: %(voters)s votes. A panel votes with an odd number of people, %(least)s or more.")
        ),
        "ranks-not-an-order": Reason(
            _(
                "%(item)s: rank %(rank)s does not follow; %(wanted)s would. Equal items share a rank, the next is left out."
            )
        ),
        "departure-without-reason": Reason(
            _("%(item)s departs from rank %(score_rank)s, which its score gives. Say why.")
        ),
        "sheet-submitted": Reason(_("The sheet was submitted and cannot be changed any more.")),
        "draw-not-frozen": Reason(_("The draw must be frozen before the scoring opens.")),
        "pair-not-clear": Reason(
            _(
                "%(item)s: a conflict of interest was found in the meantime. Decline it for that reason; another is invited."
            )
        ),
        "declaration-missing": Reason(_("Declare that you have no conflict of interest before you accept.")),
        "too-few-scores": Reason(_("%(count)s valid score sheets; at least %(least)s are needed.")),
        "too-few-candidates": Reason(
            _("%(count)s experts are free of conflicts; %(seats)s are to be drawn. Widen the pool.")
        ),
    }
)
