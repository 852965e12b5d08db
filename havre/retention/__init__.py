"""Is forgotten: destroys keys, and runs privacy.toml every night."""
