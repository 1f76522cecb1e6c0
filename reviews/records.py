"""The records of every room, registered for page, API and tests."""

from core.records import register
from reviews.assignment import records as assignment
from reviews.drawing import records as drawing
from reviews.rounds import records as rounds
from reviews.scoring import records as scoring

register(*rounds.KINDS, *drawing.KINDS, *assignment.KINDS, *scoring.KINDS)
