"""What this room announces, inside its own transaction."""

from django.dispatch import Signal

carried = Signal()  # disclosure, ending
