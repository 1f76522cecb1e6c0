"""One import line per stage, so that migrations see every table."""

from projects.acceptance.models import *
from projects.applications.models import *
from projects.archive.models import *
from projects.calls.models import *
from projects.changes.models import *
from projects.contracts.models import *
from projects.decisions.models import *
from projects.midterm.models import *
from projects.outcomes.models import *
from projects.pool.models import *
from projects.screening.models import *
