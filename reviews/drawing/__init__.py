"""The draw with two keys."""
