"""Template words of the offline channel."""
