"""Annual and mid-term reports."""
