"""Sheets 3 to 5 of the audit workbook: scores, draws, avoidance. Experts stand in them by code, never by name."""

from reviews.sheets.avoidance import AVOIDANCE
from reviews.sheets.draws import DRAWS
from reviews.sheets.scores import SCORES

SHEETS = [SCORES, DRAWS, AVOIDANCE]
