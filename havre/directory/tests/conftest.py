"""Fixtures of the directory's tests."""

from havre.desk.tests.hand import on_desk

__all__ = ["on_desk"]
