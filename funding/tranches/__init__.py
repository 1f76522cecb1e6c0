"""Payment of grants."""
