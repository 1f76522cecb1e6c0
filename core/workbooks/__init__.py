"""Workbooks: tables read from .xlsx and .csv with the place of every cell, and safe, styled .xlsx written as a stream."""

from core.workbooks.places import Fault, Row, column_letter
from core.workbooks.reading import Sheets, open_table, read_sheets
from core.workbooks.writing import Written, write_workbook

__all__ = ["Fault", "Row", "Sheets", "Written", "column_letter", "open_table", "read_sheets", "write_workbook"]
