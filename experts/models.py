"""One import line per room, so that migrations see every table."""

from experts.roster.models import *  # noqa: F403
from experts.ties.models import *  # noqa: F403
