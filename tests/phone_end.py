"""Ends the phone engine of the house in HAVRE_DATA: for tests that killed our program."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
import django

django.setup()

from havre.prompt.phone import engine  # noqa: E402
from havre.prompt.phone.line import of_this_line  # noqa: E402

engine.stop(of_this_line())
