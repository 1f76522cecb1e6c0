"""One import line per room, so that migrations see every table."""

from reviews.assignment.models import *
from reviews.conflicts.models import *
from reviews.drawing.models import *
from reviews.panels.models import *
from reviews.rounds.models import *
from reviews.scoring.models import *
