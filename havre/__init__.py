"""Havre runs a human-trafficking hotline. A room may know the past, never the future."""
