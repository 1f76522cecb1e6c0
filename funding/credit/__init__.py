"""Credit for the use of research funds."""
