"""One import line per stage, so that migrations see every table."""

from projects.acceptance.models import *  # noqa: F403
from projects.applications.models import *  # noqa: F403
from projects.archive.models import *  # noqa: F403
from projects.calls.models import *  # noqa: F403
from projects.changes.models import *  # noqa: F403
from projects.contracts.models import *  # noqa: F403
from projects.decisions.models import *  # noqa: F403
from projects.midterm.models import *  # noqa: F403
from projects.outcomes.models import *  # noqa: F403
from projects.pool.models import *  # noqa: F403
from projects.screening.models import *  # noqa: F403
