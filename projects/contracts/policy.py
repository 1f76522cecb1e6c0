"""Policy values of projects and contracts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value

WHOLE = 100


@topic("projects.contracts", label=_("Contracts"))
@dataclass(frozen=True)
class ContractPolicy:
    sign_days: int = value(
        30, unit=_("days"), source="domain.md: contract", label=_("Time to sign the contract"), least=5, most=180
    )
    acceptance_months: int = value(
        6, unit=_("months"), source="domain.md: acceptance", label=_("Time to apply for acceptance"), least=1, most=24
    )
    # On signing, after the mid-term, after acceptance.
    tranche_percents: tuple[int, ...] = value(
        (50, 30, 20), unit="%", source="domain.md: disbursement", label=_("Shares of the tranches")
    )
    rectification_days: int = value(
        60, unit=_("days"), source="domain.md: mid-term", label=_("Time for rectification"), least=5, most=365
    )

    def __post_init__(self) -> None:
        if len(self.tranche_percents) != 3 or sum(self.tranche_percents) != WHOLE or min(self.tranche_percents) < 0:
            raise ValueError("tranche_percents are three shares that add up to 100")
