"""A workbook of applications into a call: the template, its reading with every fault told at once, and the drafts."""
