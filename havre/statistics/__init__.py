"""Becomes a nameless number: what was closed is counted, and no counter leads back to anybody."""
