"""Endorsement, recommendation, formal check, limits."""
