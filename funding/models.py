"""One import line per room, so that migrations see every table."""

from funding.credit.models import *
from funding.performance.models import *
from funding.spending.models import *
from funding.tranches.models import *
