"""What a page carries while very many come, and a device that does the work it asks for."""

import re
from hashlib import sha256

_PLACE = re.compile(r'name="place" value="([^"]+)"')
_WORK = re.compile(r'name="work" autocomplete="off" data-most="(\d+)" data-sum="([0-9a-f]{16})"')
_KEY = re.compile(r'name="key" value="([^"]+)"')


def found(place: str, most: int, wanted: str) -> str:
    """The number that the house hid, found by trying, as the page's own script does."""
    for n in range(most):
        if sha256(f"{place}.{n}".encode()).hexdigest().startswith(wanted):
            return str(n)
    raise AssertionError("there is no such number")


def carried(page: str, *, works: bool = True) -> dict[str, str]:
    """What this page's form sends along: its key, its place, and what its device found."""
    said = {"key": _KEY.findall(page)[0]}
    if place := _PLACE.search(page):
        ((most, wanted),) = _WORK.findall(page)
        said |= {"place": place[1], "work": found(place[1], int(most), wanted) if works else ""}
    return said
