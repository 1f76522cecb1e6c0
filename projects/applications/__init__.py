"""Applications: sections, typed tables, autosave, submission."""
