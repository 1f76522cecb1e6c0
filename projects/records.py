"""The records of every stage, registered for page, API and tests."""

from core.records import register
from projects.acceptance import records as acceptance
from projects.archive import records as archive
from projects.calls import records as calls
from projects.changes import records as changes
from projects.contracts import records as contracts
from projects.decisions import records as decisions
from projects.midterm import records as midterm
from projects.pool import records as pool
from projects.screening import records as screening

for stage in (calls, screening, pool, decisions, contracts, midterm, changes, acceptance, archive):
    register(*stage.KINDS)
