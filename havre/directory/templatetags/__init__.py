"""Template words of the directory room."""
