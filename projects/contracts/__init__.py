"""Projects and their task contracts."""
