"""Is made safe: the first question of every contact, on every channel (002-E2, 004-02)."""
