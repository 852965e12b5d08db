"""The large forms as a browser without a script fills them in."""

import html
import re


def form(page: str) -> dict[str, list[str]]:
    """What the large form of a page would post, as a browser without a script does."""
    inside = re.search(
        r'<form method="post" class="(?:card|button-row)".*?</form>', page, re.DOTALL
    )
    assert inside
    found: dict[str, list[str]] = {}
    pattern = (
        r"<input ([^>]*)>|<textarea ([^>]*)>\n?(.*?)</textarea>|<select ([^>]*)>(.*?)</select>"
    )
    for one in re.finditer(pattern, inside[0], re.DOTALL):
        at, area, words, select, options = one.groups()
        name = re.search(r'name="([^"]+)"', at or area or select)[1]
        if area is not None:
            found.setdefault(name, []).append(html.unescape(words))
        elif select is not None:
            chosen = re.findall(r'<option value="([^"]*)" selected', options)
            first = re.findall(r'<option value="([^"]*)"', options)[:1]
            if values := chosen or ([] if "multiple" in select else first):
                found[name] = values
        elif 'type="checkbox"' not in at or " checked" in at:
            value = re.search(r'value="([^"]*)"', at)
            found.setdefault(name, []).append(html.unescape(value[1]) if value else "")
    return found


def opened(desk, row, part: str) -> dict[str, list[str]]:
    return form(desk.get(f"/directory/{row.id}/edit/{part}/").content.decode())


def post(desk, row, part: str, typed: dict, **more):
    return desk.post(f"/directory/{row.id}/edit/{part}/", typed | more)
