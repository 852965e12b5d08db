"""A channel of these tests: whoever writes is always there, and what the line says is kept."""

import pytest

from havre.contacts import actions, transport
from havre.contacts.tests.waiting import CHANNEL
from havre.desk.tests.hand import on_desk  # noqa: F401 -- a fixture


@pytest.fixture
def told(monkeypatch):
    """What the line said by itself, in its order."""
    said: list[str] = []
    monkeypatch.setitem(transport._here, CHANNEL, set)
    monkeypatch.setitem(transport._tell, CHANNEL, lambda contact, event: said.append(event))
    monkeypatch.setitem(transport._deliver, CHANNEL, lambda contact, message, text: None)
    return said


@pytest.fixture
def mina(house, told):
    """Mina writes and waits."""
    return house.somebody_writes("Bonjour.", channel=CHANNEL)


@pytest.fixture
def spanish(house, told):
    """Mina writes in Spanish, and Ana listens to her."""
    contact = house.somebody_writes("Zimtstern. No hablo inglés.", channel=CHANNEL)
    actions.take(contact, by=house.on_duty("ana"))
    told.clear()
    return contact
