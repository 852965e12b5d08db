"""What others know of services comes in: read, compared, proposed, agreed to by two, applied.

Nothing of an import is published by reading it, and nothing is ever deleted by one.
"""
