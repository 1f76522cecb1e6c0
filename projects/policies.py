"""The policy topics of every stage."""

from projects.applications import policy as applications
from projects.changes import policy as changes
from projects.contracts import policy as contracts
from projects.decisions import policy as decisions
from projects.midterm import policy as midterm
from projects.pool import policy as pool
from projects.screening import policy as screening

__all__ = ["applications", "changes", "contracts", "decisions", "midterm", "pool", "screening"]
