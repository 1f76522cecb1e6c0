"""The policy topics of every stage."""

from projects.acceptance import policy as acceptance
from projects.applications import policy as applications
from projects.archive import policy as archive
from projects.changes import policy as changes
from projects.contracts import policy as contracts
from projects.decisions import policy as decisions
from projects.midterm import policy as midterm
from projects.pool import policy as pool
from projects.screening import policy as screening

__all__ = ["acceptance", "applications", "archive", "changes", "contracts", "decisions", "midterm", "pool", "screening"]
