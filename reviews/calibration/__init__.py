"""From scores to a mean: pure rules."""
