"""Services that nobody offers, in any number, for trying out what many of them cost."""
