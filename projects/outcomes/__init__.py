"""What the reviews concluded, handed down as plain rows."""
