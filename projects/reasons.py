"""The words of every stage."""

from projects.acceptance import reasons as acceptance
from projects.applications import reasons as applications
from projects.applications.importing import reasons as workbooks
from projects.archive import reasons as archive
from projects.calls import reasons as calls
from projects.changes import reasons as changes
from projects.contracts import reasons as contracts
from projects.contracts.importing import reasons as importing
from projects.decisions import reasons as decisions
from projects.midterm import reasons as midterm
from projects.pool import reasons as pool
from projects.screening import reasons as screening

__all__ = [
    "acceptance",
    "applications",
    "archive",
    "calls",
    "changes",
    "contracts",
    "decisions",
    "importing",
    "midterm",
    "pool",
    "screening",
    "workbooks",
]
