"""The file that grows with the project, and its sealed package."""
