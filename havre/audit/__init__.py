"""Remembered: who did what, in a chain that shows every change. Ids and verbs, never content."""
