"""Conflict rules, pairs and findings."""
