"""The words of refusals about applications."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

INDIRECT = "国办发〔2021〕32号"
register(
    {
        "application-incomplete": Reason(
            _("%(count)s things are still missing. The list below leads to each of them.")
        ),
        "text-missing": Reason(_("“%(label)s” is empty.")),
        "text-too-short": Reason(_("“%(label)s” has %(length)s characters; at least %(least)s are asked for.")),
        "text-too-long": Reason(_("“%(label)s” has %(length)s characters; at most %(most)s fit.")),
        "team-empty": Reason(_("Enter the project leader and the team.")),
        "team-too-large": Reason(_("The team has %(size)s members; at most %(most)s are allowed.")),
        "team-without-leader": Reason(_("The first row of the team must be the project leader, %(name)s.")),
        "indicators-empty": Reason(_("Enter at least one indicator with value, unit and method.")),
        "indicator-unmeasurable": Reason(_("“%(name)s” needs a unit and a method, or it cannot be measured.")),
        "indicator-order": Reason(_("“%(name)s”: existing, mid-term and final value must move in one direction.")),
        "year-plan-empty": Reason(_("Enter what is to be done in each year.")),
        "budget-empty": Reason(_("Enter the budget: granted funds must be more than nothing.")),
        "grant-above-ceiling": Reason(_("%(asked)s yuan asked for; the call grants at most %(ceiling)s yuan.")),
        "self-raised-too-little": Reason(
            _("Self-raised money is %(share)s of the total; the call asks for %(least)s. Add %(missing)s yuan.")
        ),
        "indirect-above-cap": Reason(
            _(
                "Indirect costs of %(asked)s yuan exceed the cap of %(cap)s yuan (base: direct costs less equipment, %(base)s yuan)."
            ),
            INDIRECT,
        ),
        "period-missing": Reason(_("Enter when the project starts and ends.")),
        "period-backwards": Reason(_("The project must end after it starts.")),
        "period-too-long": Reason(_("The period is %(months)s months; at most %(most)s are allowed.")),
        "direction-missing": Reason(_("Choose a direction of the call.")),
        "attachment-missing": Reason(_("Attach: %(name)s.")),
        "attachments-too-many": Reason(_("At most %(most)s files can be attached. Remove one first.")),
        "avoidances-too-many": Reason(_("At most 3 persons or institutions can be named.")),
        "stale-rows": Reason(
            _("Somebody else changed this section meanwhile. Yours is kept below; saving again replaces theirs.")
        ),
        "year-twice": Reason(_("The year %(name)s stands twice. Keep one row for each year.")),
        "budget-line-twice": Reason(_("A budget line stands twice: %(name)s.")),
        "not-editable": Reason(_("The application is not open for changes in the state “%(state)s”.")),
        "section-unknown": Reason(_("The form has no section of this name.")),
        "correction-too-late": Reason(_("The correction was due by %(due)s.")),
    }
)
