"""The policy topics of every room of funding."""

from funding.credit import policy as credit
from funding.performance import policy as performance
from funding.spending import policy as spending
from funding.tranches import policy as tranches

__all__ = ["credit", "performance", "spending", "tranches"]
