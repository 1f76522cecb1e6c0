"""Sheets 1 and 2 of the audit workbook."""

from projects.sheets.overview import OVERVIEW
from projects.sheets.process import PROCESS

SHEETS = [OVERVIEW, PROCESS]
