"""Programmes, calls, directions and their forms."""
