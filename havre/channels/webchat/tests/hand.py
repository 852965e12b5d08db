"""What the tests of the conversation do again and again: start, say, read."""

import re
import uuid
from typing import Any

from havre.contacts import actions
from havre.contacts.access import said_in
from havre.contacts.models import Contact
from tests.faces import Browser
from tests.people import House

KEY = "k" * 43


def start(front: Browser, text: str = "", *, key: str = KEY, language: str = "en") -> Any:
    """Press Start."""
    return front.post(f"/{language}/talk/", {"key": key, "text": text})


def say(front: Browser, text: str, *, key: str = "", **more: Any) -> Any:
    """Press Send in the open conversation."""
    posted = {"key": key or str(uuid.uuid4()), "text": text}
    return front.post("/en/talk/messages/", posted | more)


def told(front: Browser, language: str = "en") -> list[tuple[str, str]]:
    """(from, text) of everything on the page but the question and the waiting."""
    items = front.get(f"/{language}/talk/messages.json").json()
    return [(i["from"], i["text"]) for i in items if i["kind"] not in {"question", "status"}]


def status(front: Browser) -> str:
    """What the page says of the waiting; empty when it says nothing."""
    last = front.get("/en/talk/messages.json").json()[-1]
    return str(last["id"]) if last["kind"] == "status" else ""


def box(front: Browser) -> str:
    """What stands in the writing box after a reload."""
    page = front.get("/en/talk/").content.decode()
    found = re.search(r'<textarea class="input" id="write".*?>\n(.*?)</textarea>', page, re.S)
    assert found
    return found[1]


def sentence(front: Browser) -> str:
    """The sentence above the writing box."""
    page = front.get("/en/talk/").content.decode()
    found = re.search(r'role="alert" data-why>.*?<span>(.*?)</span>', page, re.S)
    return found[1] if found else ""


def kept(house: House) -> list[tuple[str, str]]:
    """(kind, text) of what the line holds, as Ana reads it."""
    ana = house.on_duty("ana")
    return [(said.kind, said.text) for said in said_in(taken(house), by=ana)]


def taken(house: House) -> Contact:
    """The one conversation there is, taken by Ana."""
    contact = Contact.objects.get()
    if contact.taken_by is None:
        actions.take(contact, by=house.on_duty("ana"))
    return Contact.objects.get()
