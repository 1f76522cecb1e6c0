"""Experts and their standing in the roster."""
