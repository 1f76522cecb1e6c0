"""Rounds and their items."""
