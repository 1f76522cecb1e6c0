"""Performance evaluation."""
