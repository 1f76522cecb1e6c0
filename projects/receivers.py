"""The signal receivers of every stage."""

from projects.archive import receivers as archive
from projects.contracts import receivers as contracts
from projects.decisions import receivers as decisions
from projects.pool import receivers as pool
from projects.screening import receivers as screening

__all__ = ["archive", "contracts", "decisions", "pool", "screening"]
