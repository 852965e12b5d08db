"""What this room announces, inside its own transaction."""

from django.dispatch import Signal

tip_taken_back = Signal()  # tip, by: the yes to pass it on
tip_forgotten = Signal()  # tip: sent by retention, before its rows go
