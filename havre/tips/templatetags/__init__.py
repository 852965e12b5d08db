"""Words of the tips pages."""
