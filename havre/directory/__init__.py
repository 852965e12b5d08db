"""Is given options: organizations and services, found by place, need and language. Knows nobody."""
