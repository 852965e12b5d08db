"""What the house looks at every second, and every page at every ring, costs what is open."""

from functools import partial

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from havre.contacts import actions, offering, together, transport
from havre.contacts.looking import forget
from havre.contacts.needed import is_somebody_needed
from havre.contacts.tests.waiting import CHANNEL
from havre.desk.hearing import admit
from havre.desk.tests.hand import desk_of
from havre.staff.views import COOKIE
from tests.effort import effort
from tests.hands import clock_at
from tests.kept import keep

pytestmark = [pytest.mark.usefixtures("on_desk"), pytest.mark.requirement("000-08")]
KEPT = 3_000
ROOM = 20  # steps or rows


@pytest.fixture
def night(house, monkeypatch):
    """Ana, Ben and Sue are on duty, two are listened to, three wait, and the clock stands still."""
    monkeypatch.setitem(transport._here, CHANNEL, set)
    with clock_at(timezone.now()):
        desks = {name: desk_of(house, name) for name in ("ana", "ben", "sue")}
        for name in ("ana", "ben"):
            held = house.somebody_writes("Bonjour.", channel=CHANNEL)
            actions.take(held, by=house.on_duty(name))
        for _ in range(3):
            house.somebody_writes("Allô?", channel=CHANNEL)
        offering.keep_watch()
        yield desks


def looks_of(night):
    """By its name, everything that is asked at every ring or every second."""
    looks = {
        "the watch": offering.keep_watch,
        "who is alone": together.look_after_who_is_alone,
        "who is needed": is_somebody_needed,
    }
    for name in ("ana", "sue"):
        desk = night[name]
        for page in ("/", "/waiting/", "/offered/", "/rings/", "/commands/"):
            looks[f"{page} of {name}"] = partial(shown, desk, page)
        jar = {COOKIE: desk.cookies[COOKIE].value}
        looks[f"what {name} hears"] = partial(admit, jar)
    return looks


def shown(desk, page):
    assert desk.get(page).status_code == 200


def test_what_is_read_at_every_ring_does_not_grow_with_what_is_kept(night):
    keep(100)  # the same kinds of rows, so that nothing is a first time
    before = measured(night)
    keep(KEPT)
    after = measured(night)
    grew = {
        f"{name}: {question}": (before[name].by_question.get(question, 0), read)
        for name, each in after.items()
        for question, read in each.by_question.items()
        if read > before[name].by_question.get(question, 0) * 1.2 + ROOM
    }
    assert not grew, "\n".join(f"{name} {read}" for name, read in grew.items())
    scanned = {name: each.scanned & grows() for name, each in after.items()}
    assert not any(scanned.values()), scanned
    assert min(each.read for each in before.values()) > 0


def grows():
    """The tables of what `keep` kept."""
    return {
        model._meta.db_table for model in apps.get_models() if model.objects.count() >= KEPT / 4
    }


def measured(night):
    """By its name, what each look cost."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does
    found = {}
    for name, look in looks_of(night).items():
        forget()
        with effort() as found[name]:
            look()
    return found
