"""Channels: each a folder that registers itself. Adding one touches no other file."""
