"""What the tests of coming back do in a browser again and again."""

import re
from typing import Any

from havre.returning.phrase import Phrase
from tests.faces import Browser

PAGE = "/en/back/"


def follow(front: Browser, answer: Any) -> str:
    """Be led on; the page."""
    assert (answer.status_code, answer.content) == (303, b"")
    return front.get(answer.headers["Location"]).content.decode()


def comes(front: Browser, words: Phrase, page: str = PAGE) -> str:
    """Type them."""
    return follow(front, front.post(page, {"words": " ".join(words.words)}))


def field(page: str, name: str) -> str:
    """What stands hidden in a form."""
    return re.findall(f'name="{name}" value="([^"]*)"', page)[0]
