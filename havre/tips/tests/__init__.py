"""Tests of the tips room."""
