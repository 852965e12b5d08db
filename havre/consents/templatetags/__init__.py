"""Template words of the consents room."""
