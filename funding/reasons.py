"""The words of every room of funding."""

from funding.credit import reasons as credit
from funding.performance import reasons as performance
from funding.spending import reasons as spending
from funding.tranches import reasons as tranches

__all__ = ["credit", "performance", "spending", "tranches"]
