"""Plain Python that every room may use. Knows no room, keeps no models."""
