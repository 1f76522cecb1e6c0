"""The signal receivers of every room of funding."""

from funding.credit import receivers as credit
from funding.performance import receivers as performance
from funding.tranches import receivers as tranches

__all__ = ["credit", "performance", "tranches"]
