"""The house lets a member work at speed: what the palette names, and how their own desk looks."""

import re

import pytest

from havre.contacts import actions, offering
from havre.contacts.models import Offer
from havre.contacts.tests.conftest import told  # noqa: F401 -- a fixture
from havre.contacts.tests.waiting import CHANNEL
from havre.desk.tests.hand import desk_of
from havre.staff import presence
from tests.people import House

pytestmark = pytest.mark.usefixtures("on_desk", "told")
SECRET = "Zimtstern"
OPENS = {  # where the palette leads whom
    "ana": {"/", "/log/", "/handover/", "/care/", "/rota/", "/numbers/", "/yours/"},
    "sue": {
        "/",
        "/log/",
        "/handover/",
        "/care/",
        "/rota/",
        "/numbers/",
        "/audit/",
        "/colleagues/",
        "/yours/",
    },
    "lou": {"/", "/numbers/", "/yours/"},
    "dee": {"/", "/yours/"},
    "ada": {"/", "/audit/", "/yours/"},
}


@pytest.mark.parametrize("name", OPENS)
def test_the_palette_names_only_what_this_member_may_open(house: House, name: str) -> None:
    desk = desk_of(house, name)
    page = desk.get("/yours/").content.decode()
    found = set(re.findall(r'data-href="([^"]+)"', page))
    assert found == OPENS[name]
    assert {desk.get(address).status_code for address in found} == {200}
    for address in set(re.findall(r'data-post="([^"]+)"', page)):
        assert desk.get(address).status_code == 405  # nothing changes by looking
    assert ("/presence/" in page, "/alarm/" in page) == (name in {"ana", "sue"},) * 2


def test_the_palette_names_who_is_next_and_nothing_of_what_was_said(house: House) -> None:
    ana, ben = desk_of(house, "ana"), desk_of(house, "ben")
    first = house.somebody_writes(SECRET, channel=CHANNEL)
    second = house.somebody_writes(SECRET, channel=CHANNEL)
    page = ana.get("/commands/").content.decode()
    waiting = [f"/talk/{contact.id}/taking/" for contact in (first, second)]
    assert re.findall(r'data-post="([^"]+)"', page) == waiting
    actions.take(first, by=house.on_duty("ana"))
    page = ana.get("/commands/").content.decode()
    assert re.findall(r'data-post="([^"]+)"', page) == [f"/talk/{second.id}/taking/"]
    assert re.findall(r'data-href="([^"]+)"', page) == [f"/talk/{first.id}/"]
    assert (SECRET in page, str(first.id) in ben.get("/commands/").content.decode()) == (False,) * 2


def test_whoever_is_offered_to_me_comes_before_who_waits_longer(house: House) -> None:
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    contacts = [house.somebody_writes("Bonjour.", channel=CHANNEL) for _ in range(3)]
    until = offering.clock.now() + offering.dt.timedelta(minutes=1)
    for contact, who in zip(contacts[:2], (ben, ana), strict=True):
        Offer.objects.create(contact=contact, step="one", member=who.member, until=until)
    named = {}
    for name in ("ana", "sue"):
        page = desk_of(house, name).get("/commands/").content.decode()
        named[name] = re.findall(r'data-post="/talk/([^/]+)/', page)
    assert named == {
        "ana": [str(contacts[1].id), str(contacts[2].id)],
        "sue": [str(contacts[2].id)],
    }


def test_what_may_ring_is_numbers_that_mean_nothing(house: House) -> None:
    ana, who = desk_of(house, "ana"), house.on_duty("ana")
    contact = house.somebody_writes(SECRET, channel=CHANNEL)
    actions.take(contact, by=who)
    answer = ana.get("/rings/")
    assert SECRET not in answer.content.decode()
    assert answer["Content-Type"] == "application/json"
    assert {kind: len(marks) for kind, marks in answer.json().items()} == {
        "waits": 0,
        "wrote": 1,
        "asks": 0,
    }
    ana.post("/presence/", {"state": presence.PAUSE})
    assert ana.get("/rings/").json() == {"waits": [], "wrote": [], "asks": []}


def test_colours_are_kept_with_the_member_across_sign_ins(house: House) -> None:
    ana, ben = desk_of(house, "ana"), desk_of(house, "ben")
    night = 'night.css" media="screen"'
    by_device = 'night.css" media="(prefers-color-scheme: dark)"'
    assert by_device in ana.get("/").content.decode()
    ana.post("/colours/", {"scheme": "dark"})
    again = desk_of(house, "ana").get("/").content.decode()  # another sign-in
    assert (night in again, 'data-scheme="dark"' in again) == (True, True)
    ana.post("/colours/", {"scheme": "</style>"})
    ana.post("/colours/", {"scheme": "light"})
    page = ana.get("/").content.decode()
    assert ("night.css" in page, 'data-scheme="light"' in page) == (False, True)
    assert by_device in ben.get("/").content.decode()
    ana.post("/colours/", {"scheme": ""})
    assert by_device in ana.get("/").content.decode()


def test_the_language_is_kept_with_the_member_across_sign_ins(house: House) -> None:
    desk_of(house, "ana").post("/language/", {"language": "fr"})
    assert '<html lang="fr">' in desk_of(house, "ana").get("/").content.decode()
    assert '<html lang="en">' in desk_of(house, "ben").get("/").content.decode()


@pytest.mark.parametrize(
    ("here", "to"),
    [
        ("/numbers/", "/numbers/"),
        ("", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_switch_comes_back_to_the_page_and_never_elsewhere(
    house: House, here: str, to: str
) -> None:
    ana = desk_of(house, "ana")
    assert ana.post("/language/", {"language": "fr", "here": here})["Location"] == to
    assert ana.post("/colours/", {"scheme": "dark", "here": here})["Location"] == to
