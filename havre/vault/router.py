"""Secrets go to the keystore, everything else to the main database."""

from typing import Any

from django.db import models

from havre.vault.models import KEYSTORE


class KeystoreRouter:
    """Django's question, per model: which database?"""

    def db_for_read(self, model: type[models.Model], **_: Any) -> str:
        """Where a model is read."""
        return (
            "keystore" if _is_keystore(model._meta.app_label, model._meta.model_name) else "default"
        )

    def db_for_write(self, model: type[models.Model], **_: Any) -> str:
        """Where a model is written."""
        return self.db_for_read(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **_: Any
    ) -> bool:
        """Each table is made in its own database only."""
        return (db == "keystore") == _is_keystore(app_label, model_name)


def _is_keystore(app_label: str, model_name: str | None) -> bool:
    return app_label == "vault" and model_name in KEYSTORE
