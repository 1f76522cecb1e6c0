"""Policy values of decisions and notices."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("projects.decisions", label=_("Decisions and notices"))
@dataclass(frozen=True)
class DecisionPolicy:
    notice_days: int = value(
        5,
        unit=_("working days"),
        source="民法典 Art 201; domain.md: notice",
        label=_("Public notice"),
        least=5,
        most=60,
    )
    answer_days: int = value(
        15, unit=_("working days"), source="domain.md: objection", label=_("Answer to an objection"), least=1, most=60
    )
    least_grounds: int = value(
        20, unit=_("characters"), source="practice", label=_("Least grounds of an objection"), least=1, most=500
    )
