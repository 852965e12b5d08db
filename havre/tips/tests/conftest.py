"""The desk's and the front's browsers, for the tests beside this room."""

from havre.desk.tests.hand import on_desk
from tests.faces import front, on_front

__all__ = ["front", "on_desk", "on_front"]
