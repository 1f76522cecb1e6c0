"""Acceptance and achievements."""
