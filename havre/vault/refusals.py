"""Why something sealed was not opened."""


class CannotRead(Exception):
    """It cannot be read here; the sentence says why."""


class Forgotten(CannotRead):
    """The keys were destroyed: nobody can ever read it again."""


class KeyNotHeld(CannotRead):
    """The keys exist, but not in these hands."""


class NotGenuine(CannotRead):
    """It opened, but was not written by whom it says."""
