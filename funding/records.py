"""The records of every room of funding, registered for page, API and tests."""

from core.records import register
from funding.credit import records as credit
from funding.performance import records as performance
from funding.spending import records as spending
from funding.tranches import records as tranches

for room in (tranches, spending, performance, credit):
    register(*room.KINDS)
