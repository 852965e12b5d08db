"""Tests of passing on what the public saw."""
