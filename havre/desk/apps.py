"""The desk: a face. Nobody imports it."""

from django.apps import AppConfig


class Desk(AppConfig):
    """For templates and static files."""

    name = "havre.desk"
