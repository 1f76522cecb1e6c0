"""Why a row of an imported list is refused, or what is to be said of one that was merged."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register(
    {
        "import-runs": Reason(_("Another import is running. Wait until it has ended.")),
        "import-mapping-wrong": Reason(_("The mapping file is wrong at: %(said)s")),
        "import-column-missing": Reason(
            _("The list has no column “%(head)s”, which the mapping names for “%(name)s”. Correct one of them.")
        ),
        "import-row-empty": Reason(_("The row says nothing.")),
        "import-head-repeated": Reason(_("The row repeats the heads of the list.")),
        "import-too-many-cells": Reason(
            _("The row has %(count)s cells more than there are heads: columns are shifted.")
        ),
        "import-shifted": Reason(_("“%(head)s” holds “%(said)s”: columns are shifted.")),
        "import-value-unknown": Reason(
            _("“%(head)s” holds “%(said)s”, which the mapping does not know: columns are shifted, or the value is new.")
        ),
        "import-title-missing": Reason(_("“%(head)s” is empty: there is no title.")),
        "import-leader-missing": Reason(_("“%(head)s” is empty: there is no project leader.")),
        "import-institution-missing": Reason(_("“%(head)s” is empty: there is no institution.")),
        "import-number-missing": Reason(
            _("“%(head)s” is empty, and no other row of this title and leader has a number.")
        ),
        "import-number-form": Reason(_("“%(said)s” has not the form of a project number.")),
        "import-number-claimed-twice": Reason(
            _("%(rows)s rows claim number %(number)s with different titles and leaders. Find out whose it is.")
        ),
        "import-number-taken": Reason(_("Number %(number)s belongs to another project of this system.")),
        "import-leader-not-a-person": Reason(
            _("The project leader is not a person's name (a publisher, a body, or shifted columns).")
        ),
        "import-cell-too-long": Reason(_("“%(head)s” is longer than %(most)s characters.")),
        "import-date-impossible": Reason(_("“%(head)s” holds “%(said)s”, which is no possible day.")),
        "import-date-in-future": Reason(_("%(day)s has not come yet.")),
        "import-dates-backwards": Reason(_("The project would end on %(ends)s, before it begins on %(begins)s.")),
        "import-year-unknown": Reason(_("Neither a date nor the number tells the year.")),
        "import-amount-impossible": Reason(_("“%(head)s” holds “%(said)s”, which is no amount of money.")),
        "import-state-unknown": Reason(_("No rule of the mapping tells the state.")),
        "import-first-of-several": Reason(_("Several leaders are named; the first is the project leader.")),
        "import-merged-repeated": Reason(_("The same row once more.")),
        "import-merged-poorer": Reason(_("The same project; the other row says more.")),
        "import-merged-other-title": Reason(
            _("The same number and leader under another title; the other row says more.")
        ),
        "import-merged-other-leader": Reason(
            _("The same number and title under another leader; the other row says more.")
        ),
        "import-merged-without-number": Reason(_("No number, but the title and leader of a row that has one.")),
        "import-there-but-differs": Reason(
            _("The project is there already and was left as it is, though the row now says something else.")
        ),
    }
)
