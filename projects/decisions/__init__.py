"""Decision lists, public notices, objections, issue."""
