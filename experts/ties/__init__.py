"""Ties between people and institutions."""
