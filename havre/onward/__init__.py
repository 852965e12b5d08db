"""What the public saw is told to one who can act on it, if whoever saw it said so (001-05)."""
