"""The records of every room, registered for page, API and tests."""

from core.records import register
from experts.roster import records as roster

register(*roster.KINDS)
