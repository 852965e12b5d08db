"""Is followed up by the next shift: what stays open is left by links and acknowledged."""
