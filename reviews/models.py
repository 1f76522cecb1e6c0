"""One import line per room, so that migrations see every table."""

from reviews.assignment.models import *  # noqa: F403
from reviews.conflicts.models import *  # noqa: F403
from reviews.drawing.models import *  # noqa: F403
from reviews.panels.models import *  # noqa: F403
from reviews.rounds.models import *  # noqa: F403
from reviews.scoring.models import *  # noqa: F403
