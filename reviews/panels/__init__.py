"""Ranking, votes, hand-down."""
