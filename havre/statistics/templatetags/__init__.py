"""Template words of the numbers."""
