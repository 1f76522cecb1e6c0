"""One import line per room, so that migrations see every table."""

from experts.roster.models import *
from experts.ties.models import *
