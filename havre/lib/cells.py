"""Words in a table that a table program opens: none of them is run as a formula (register 8)."""

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARK = "'"


def harmless(words: str) -> str:
    """The words with an apostrophe before them if a table program might run them."""
    return _MARK + words if words.lstrip(_MARK).startswith(_RUNS) else words


def read(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith(_MARK) and harmless(cell[1:]) == cell else cell
