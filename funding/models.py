"""One import line per room, so that migrations see every table."""

from funding.credit.models import *  # noqa: F403
from funding.performance.models import *  # noqa: F403
from funding.spending.models import *  # noqa: F403
from funding.tranches.models import *  # noqa: F403
