"""Phone: calls, through an engine of their own that keeps no number and records nothing."""
