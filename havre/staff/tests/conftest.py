"""The desk, for the pages of this room."""

from havre.desk.tests.hand import on_desk as on_desk
