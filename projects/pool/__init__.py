"""The reserve pool."""
