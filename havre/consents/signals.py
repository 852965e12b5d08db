"""What this room announces, inside its own transaction."""

from django.dispatch import Signal

consent_given = Signal()  # consent
consent_withdrawn = Signal()  # consent
