"""The words of refusals about acceptance."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "project-not-active": Reason(_("The project's state is “%(state)s”; acceptance is applied for while it runs.")),
        "acceptance-exists": Reason(_("The acceptance of this project was begun already: %(number)s.")),
        "acceptance-not-editable": Reason(_("The acceptance cannot be changed while its state is “%(state)s”.")),
        "summary-missing": Reason(_("Write the summary first.")),
        "values-missing": Reason(_("Give the final value of every indicator; still missing: %(names)s.")),
        "midterm-not-assessed": Reason(_("The mid-term report due on %(due)s has not been assessed yet.")),
        "own-acceptance": Reason(_("Whoever leads the project may not endorse its acceptance for the institution.")),
        "rectification-used": Reason(_("Rectification is ordered once only; review the acceptance as it is.")),
        "too-few-met": Reason(_("%(met)s of %(count)s indicators are met; passing takes a share of %(least)s.")),
        "other-conclusion-unexplained": Reason(
            _("The conclusion differs from the experts' suggestion: give the reason.")
        ),
    }
)
